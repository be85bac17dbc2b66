/**
 * `npm run bench:against -- OLD [PAIRS] [NAME…]`: the CPU time (user) of this checkout against the one in the folder OLD,
 * where `npm ci` has run, for each workload in PAIRS (15) interleaved pairs. Prints the median of the pairs' ratios, above 1 where this
 * checkout takes less, with their spread, and writes it to `RESULTS.md`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildCheckout, type Checkout } from "./against/measured.ts";
import { kafkaWorkloads, type Workload, workloads } from "./against/workloads.ts";
import { pairs } from "./figure.ts";

const results = new URL("RESULTS.md", import.meta.url);
const heading = "## Against an older commit";

async function main(): Promise<void> {
  const [folder, ...rest] = process.argv.slice(2);
  if (folder === undefined) throw new Error("say where the other checkout is");
  const rounds = Number(rest.find((word) => /^\d+$/.test(word)) ?? 15);
  const names = rest.filter((word) => !/^\d+$/.test(word));
  const scratch = mkdtempSync(join(tmpdir(), "sluice-against-"));
  const old = checkout(resolve(folder), scratch, "old");
  const own = checkout(fileURLToPath(new URL("../", import.meta.url)), scratch, "new");
  const kafka = names.length === 0 || names.some((name) => name.startsWith("kafka")) ? await kafkaWorkloads() : null;
  try {
    const all = [...workloads, ...(kafka?.list ?? [])];
    const unknown = names.filter((name) => all.every((one) => one.name !== name));
    if (unknown.length > 0)
      throw new Error(`unknown: ${unknown.join(", ")}; ${all.map(({ name }) => name).join(", ")}`);
    for (const one of [old, own]) await buildCheckout(one);
    const lines: string[] = [];
    for (const workload of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const line = await compare(workload, { old, own, rounds });
      console.log(line);
      lines.push(line);
    }
    if (names.length === 0) writeSection(section(lines, rounds, old));
  } finally {
    await kafka?.dispose();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function checkout(root: string, scratch: string, name: string): Checkout {
  const own = join(scratch, name);
  mkdirSync(own);
  return { root, scratch: own };
}

/** A line of the table: `| what | 512 ms | 498 ms | 1.03x | 0.98x to 1.05x |`. */
async function compare(
  { what, prepare }: Workload,
  { old, own, rounds }: { readonly old: Checkout; readonly own: Checkout; readonly rounds: number },
): Promise<string> {
  const [baseline, ours] = [await prepare(old, old), await prepare(own, old)];
  const { ratio, ratios, ...taken } = await pairs(rounds, { ours, baseline });
  const quartile = (part: number) => `${ratios[Math.round((ratios.length - 1) * part)]?.toFixed(2)}x`;
  const ms = (side: "baseline" | "ours") => `${Math.round(taken[side])} ms`;
  return `| ${what} | ${ms("baseline")} | ${ms("ours")} | ${ratio.toFixed(2)}x | ${quartile(0.25)} to ${quartile(0.75)} |`;
}

function section(lines: readonly string[], pairs: number, old: Checkout): string {
  const commit = (root: string): string => {
    try {
      return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
    } catch {
      return "a folder without history";
    }
  };
  return [
    heading,
    "",
    `CPU time in user mode of whole processes, the median of ${pairs} interleaved pairs each; a ratio above 1 is less time now. The`,
    `spread is that of the middle half of the pairs. Old is ${commit(old.root)}, new ${commit(".")}; the load of the machine was`,
    `${loadavg()[0]?.toFixed(1)} at the end. Written by \`npm run bench:against\`.`,
    "",
    "| what | old | new | ratio | spread |",
    "|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

/** In place of the section of the last time; at the end of the page where there was none. */
function writeSection(text: string): void {
  const page = readFileSync(results, "utf8");
  const start = page.indexOf(heading);
  if (start === -1) {
    writeFileSync(results, `${page.trimEnd()}\n\n${text}`);
    return;
  }
  const next = page.indexOf("\n## ", start);
  writeFileSync(results, page.slice(0, start) + text + (next === -1 ? "" : page.slice(next)));
}

await main();
