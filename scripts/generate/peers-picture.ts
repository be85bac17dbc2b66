import { readFileSync } from "node:fs";

const WIDTH = 860;
/** Where the bars begin, and how wide a doubling is. */
const ONE = 560;
const DOUBLING = 40;
const LINE = 22;
/** Doublings that are shown. */
const MOST = 5;

interface Work {
  readonly what: string;
  readonly peers: { readonly name: string; readonly ratio: number }[];
}

/** The picture of bench/RESULTS.md that the README shows: end to end against what people would take instead. */
export function peersPicture(root: string): ReadonlyMap<string, string> {
  const works = worksIn(readFileSync(`${root}/bench/RESULTS.md`, "utf8"));
  return new Map([["docs/images/peers.svg", picture(works)]]);
}

/** The ratios of wall times in the sections `peers-…`. */
function worksIn(results: string): readonly Work[] {
  const works: Work[] = [];
  let isOfPeers = false;
  for (const line of results.split("\n")) {
    if (line.startsWith("## ")) break;
    const section = /^<!-- (\S+) -->$/.exec(line)?.[1];
    if (section !== undefined) isOfPeers = section.startsWith("peers-");
    const found = /^\| (.+), against (.+): wall time[^|]*\|[^|]*\|[^|]*\|[^|]*\| ([\d.]+)x \|/.exec(line);
    if (!isOfPeers || found === null) continue;
    const [, what = "", name = "", ratio = ""] = found;
    if (works.at(-1)?.what !== what) works.push({ what, peers: [] });
    works.at(-1)?.peers.push({ name, ratio: Number(ratio) });
  }
  return works;
}

function picture(works: readonly Work[]): string {
  const body: string[] = [];
  let y = 34;
  for (const { what, peers } of works) {
    y += 10;
    body.push(`<text class="what" x="16" y="${y}">${escaped(what)}</text>`);
    y += LINE;
    for (const { name, ratio } of peers) {
      body.push(...bar(name, ratio, y));
      y += LINE;
    }
  }
  const height = y + 4;
  const style =
    "text{font:13px system-ui,sans-serif;fill:#1a1f2b}.what{font-weight:600}.note{fill:#566074}.end{text-anchor:end}" +
    ".middle{text-anchor:middle}.gain{fill:#1d4ed8}.loss{fill:#b45309}line{stroke:#8a94a6}";
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    "<title>Speed of Sluice against others at the same work, by wall time</title>",
    `<style>${style}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    '<text class="note" x="16" y="22">Speed against others, by wall time; each doubling is as wide</text>',
    `<text class="note middle" x="${ONE}" y="22">as fast</text>`,
    ...body,
    `<line x1="${ONE}" y1="30" x2="${ONE}" y2="${height - 8}"/>`,
    "</svg>",
  ].join("\n")}\n`;
}

function bar(name: string, ratio: number, y: number): string[] {
  const doublings = Math.max(-MOST, Math.min(MOST, Math.log2(ratio)));
  const length = Math.max(1, Math.round(Math.abs(doublings) * DOUBLING));
  const shown = ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0);
  const isGain = ratio >= 1;
  return [
    `<text class="end" x="320" y="${y}">${escaped(name)}</text>`,
    `<rect class="${isGain ? "gain" : "loss"}" x="${isGain ? ONE : ONE - length}" y="${y - 12}" width="${length}" height="15"/>`,
    isGain
      ? `<text x="${ONE + length + 6}" y="${y}">${shown}x</text>`
      : `<text class="end" x="${ONE - length - 6}" y="${y}">${shown}x</text>`,
  ];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
