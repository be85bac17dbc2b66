/**
 * `node --import tsx scripts/compare-emitted.ts OLD [PROGRAMS]`: whether this checkout writes the same TypeScript as the
 * one in the folder OLD, for each sample, for what the emitter's tests expect, and for random programs that OLD makes.
 * The modules of imports are left out, since they may be renamed. Says what differs, and ends with 1 then: each kind of
 * line that only one of the two writes, without its numbers and texts, and in how much of the output it stands; and the
 * codes by which one of the two refuses a program.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

type Files = Readonly<Record<string, string>>;
type Purpose = "run" | "test" | "coverage";

interface Checkout {
  compile(files: Files, entry: string, purpose: Purpose): Promise<string>;
  programs(count: number): Files[];
}

/** In how many outputs a kind of line must stand to be listed. */
const LEAST = 3;

async function main(): Promise<void> {
  const [old, count = "200"] = process.argv.slice(2);
  if (old === undefined) throw new Error("say where the other checkout is");
  const own = fileURLToPath(new URL("../", import.meta.url));
  const [before, after] = [await checkout(old), await checkout(own)];
  let differing = 0;
  let same = 0;
  const kinds = new Map<string, { outputs: number; readonly example: string }>();
  const add = (kind: string, example: string): void => {
    const known = kinds.get(kind) ?? { outputs: 0, example };
    kinds.set(kind, known);
    known.outputs += 1;
  };
  const compare = async (name: string, files: Files, entry: string): Promise<void> => {
    for (const purpose of ["run", "test", "coverage"] as const) {
      const [left, right] = [await before.compile(files, entry, purpose), await after.compile(files, entry, purpose)];
      if (body(left) === body(right)) same += 1;
      else {
        differing += 1;
        const where = `${name} (${purpose})`;
        for (const [kind, line] of differences(body(left), body(right))) add(kind, `${where}: ${line}`);
      }
    }
  };
  for (const [name, files, entry] of written(old)) await compare(name, files, entry);
  for (const [index, files] of before.programs(Number(count)).entries()) {
    const placed = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
    await compare(`random program ${index + 1}`, placed, "/p/main.flow");
  }
  for (const [kind, { outputs, example }] of [...kinds].sort(([, a], [, b]) => b.outputs - a.outputs)) {
    if (outputs >= LEAST) console.log(`${outputs}\t${kind}\t${example}`);
  }
  console.log(`${same} the same, ${differing} differ`);
  if (differing > 0) process.exitCode = 1;
}

async function checkout(root: string): Promise<Checkout> {
  const load = async (path: string) => await import(pathToFileURL(join(root, path)).href);
  const { compile, createCache } = await load("compiler/compile.ts");
  const { memoryHost } = await load("test/support/memory-host.ts");
  const { programOf } = await load("test/compiler/random/compiled.ts");
  const cache = createCache();
  return {
    async compile(files, entry, purpose) {
      const { analysis, output } = await compile(memoryHost(files), entry, { cache, purpose });
      if (output !== null) return output.typescript;
      return analysis.diagnostics
        .map((one: { code: string; message: string }) => `${one.code} ${one.message}`)
        .join("\n");
    },
    programs: (count) => Array.from({ length: count }, (_, index) => withBrokers(programOf(index + 1).program)),
  };
}

/** Gives old programs brokers that can exist: theirs have the addresses of files, which are refused now. */
function withBrokers(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text.replace(/(\bkafka\([^()"]*)"file:\/\/\/tmp\/x(\d+)"/g, '$1"localhost:909$2"'),
    ]),
  );
}

/** Programs that people wrote: the samples, and those that the emitter is tested with. */
function written(root: string): [name: string, files: Files, entry: string][] {
  return ["samples", "test/compiler/4-emit/samples"].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((one) => one.isDirectory())
      .flatMap(({ name }) => {
        const files = flowFiles(join(root, folder, name));
        return Object.keys(files).map((entry): [string, Files, string] => [entry, files, entry]);
      }),
  );
}

function flowFiles(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".flow"));
  return Object.fromEntries(names.map((name) => [join(folder, name), readFileSync(join(folder, name), "utf8")]));
}

/** Without the modules that names are imported from, which imports are sorted by. */
function body(typescript: string): string {
  const lines = typescript.replace(/ from "[^"]*";/g, ";").split("\n");
  const isImport = (line: string): boolean => line.startsWith("import ");
  return [...lines.filter(isImport).sort(), ...lines.filter((line) => !isImport(line))].join("\n");
}

/** The lines that only one side has, by their kind: `- const n = N;`. */
function differences(left: string, right: string): Map<string, string> {
  const [before, after] = [left, right].map((text) => text.split("\n").map((line) => line.trim()));
  const kinds = new Map<string, string>();
  const refused = [isRefusal(left), isRefusal(right)];
  if (refused[0] !== refused[1]) {
    const text = refused[0] ? left : right;
    for (const code of text.match(/^FLOW\d+/gm) ?? [])
      kinds.set(`refused ${refused[0] ? "before" : "now"}: ${code}`, text);
    return kinds;
  }
  const add = (sign: string, lines: readonly string[], others: ReadonlySet<string>): void => {
    for (const line of lines) if (!others.has(line)) kinds.set(`${sign} ${kindOf(line)}`, line);
  };
  add("-", before!, new Set(after));
  add("+", after!, new Set(before));
  return kinds;
}

/** Whether it is diagnostics and not a program. */
function isRefusal(output: string): boolean {
  return output.startsWith("FLOW");
}

function kindOf(line: string): string {
  return line.replace(/"[^"]*"/g, '"…"').replace(/\b\d[\d_]*\b/g, "N");
}

main();
