/** Checks the shop, a program of 50 files: all of it, and again after an edit of one file. */
import { diskHost } from "../../cli/disk-host.ts";
import { type Analysis, analyse, createCache } from "../../compiler/compile.ts";
import { createWorkspace } from "../../editor/server/workspace.ts";
import { interleaved } from "../figure.ts";
import { shopProgram } from "../shop.ts";

const root = "/shop";
const entry = `${root}/main.flow`;
const program = shopProgram(root);

/** Where a number is written into a text, each time another: the file, and what stands before and behind it. */
type Edit = readonly [file: string, before: string, after: string];

const edits = {
  /** In a function of a file that only `main.flow` imports. */
  leaf: [`${root}/order/report.flow`, "fn share(part: int, whole: int): float = whole == ", " ? 0.0"],
  /** In a function of a file that most import. */
  shared: [`${root}/common/text.flow`, `return at == null ? "`, `" : text`],
  /** One more way to pay, in a type that most use. */
  type: [`${root}/common/types.flow`, "pub type Payment = ", `"card"`],
} satisfies Record<string, Edit>;

const disk = diskHost();
const texts = new Map(program);
const host = { stdlib: disk.stdlib, read: (path: string) => texts.get(path) ?? disk.read(path) };
const cache = createCache();
let count = 0;

const workspace = createWorkspace(host);
for (const path of [entry, edits.leaf[0], edits.shared[0]]) workspace.setText(path, program.get(path) ?? "");

for (const path of workspace.open) workspace.analysis(path);

const contestants = {
  all: async () => {
    for (const path of program.keys()) cache.parsed.delete(path);
    return time(() => analyse(host, entry, cache));
  },
  leaf: async () => afterEdit(edits.leaf),
  shared: async () => afterEdit(edits.shared),
  type: async () => afterEdit(edits.type),
  editor: async () => inEditor(edits.leaf),
};

// Unmeasured: the parser prepares its tables, the hot paths compile.
await interleaved(30, contestants);
console.log(JSON.stringify(await interleaved(31, contestants)));

function afterEdit(edit: Edit): number {
  texts.set(edit[0], edited(edit));
  const took = time(() => analyse(host, entry, cache));
  texts.set(edit[0], program.get(edit[0]) ?? "");
  analyse(host, entry, cache);
  return took;
}

/** From the editor's message to the diagnostics of every open file whose program the edit is in. */
function inEditor(edit: Edit): number {
  const text = edited(edit);
  const start = performance.now();
  workspace.setText(edit[0], text);
  for (const path of workspace.dependents(edit[0])) ensureRight(workspace.analysis(path));
  return performance.now() - start;
}

function edited([file, before, after]: Edit): string {
  const text = program.get(file) ?? "";
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`${file} has no ${before}`);
  const rest = text.slice(at + before.length);
  const written = after === `"card"` ? `"way${count++}" | ` : count++;
  return `${text.slice(0, at)}${before}${written}${rest.slice(rest.indexOf(after))}`;
}

function time(run: () => Analysis): number {
  const start = performance.now();
  const analysis = run();
  const took = performance.now() - start;
  ensureRight(analysis);
  return took;
}

function ensureRight({ diagnostics }: Analysis): void {
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`the shop does not check: ${first.file}: ${first.message}`);
}
