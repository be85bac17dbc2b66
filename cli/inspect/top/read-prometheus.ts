import type { Series } from "../../../runtime/program/series.ts";

/** Figures from Prometheus' text format; lines that are something else are passed over. */
export function readPrometheus(text: string): Series[] {
  const found = new Map<string, Series>();
  for (const line of text.split("\n")) {
    const [, name, labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || Number.isNaN(Number(value))) continue;
    const series = found.get(name) ?? { name, type: "gauge", help: "", samples: [] };
    found.set(name, series);
    series.samples.push({ labels: labelsIn(labels), value: Number(value) });
  }
  return [...found.values()];
}

function labelsIn(text: string): Record<string, string> {
  const labels = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  const plain = (value: string) => value.replace(/\\(.)/g, (_, letter: string) => (letter === "n" ? "\n" : letter));
  return Object.fromEntries(labels.map(([, name, value]) => [name, plain(value!)]));
}
