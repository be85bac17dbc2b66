import assert from "node:assert/strict";
import { codeActions } from "../../../editor/server/actions/fixes.ts";
import { applyEdits } from "../../../grammar/apply-edits.ts";
import { marked } from "../../support/marked.ts";
import { memoryHost } from "../../support/memory-host.ts";

/** Where a component of each kind stands. */
const PLACES: Readonly<Record<string, (call: string) => string>> = {
  source: (call) => `agent a {\n  ${call} -> memory() -> print()\n}`,
  sink: (call) => `agent a {\n  generate(rate: 1) -> memory() -> ${call}\n}`,
  channel: (call) => `agent a {\n  generate(rate: 1) -> ${call} -> print()\n}`,
  topic: (call) => `topic t: string = ${call}\nagent a {\n  generate(rate: 1) -> memory() -> t\n}`,
  table: (call) => `type Row = { id: string }\ntable rows: Row = ${call}\nfn row(id: string): Row? = rows[id]`,
};

/** What the standard library declares of these kinds. */
function components(): { readonly kind: string; readonly name: string }[] {
  const { stdlib, read } = memoryHost({});
  const declared = new RegExp(`^pub extern (${Object.keys(PLACES).join("|")}) (\\w+)`, "gm");
  return stdlib.flatMap((path) =>
    [...(read(path) ?? "").matchAll(declared)].map(([, kind = "", name = ""]) => ({ kind, name })),
  );
}

/** The program with what is missing in the call of `name` written; null where nothing is, or cannot be. */
function filledIn(place: (call: string) => string, name: string): string | null {
  const { analysis, span } = marked(place(`${name.slice(0, 1)}┆${name.slice(1)}()`));
  const missing = codeActions(analysis, span).find(({ diagnostic }) => diagnostic.code === "FLOW4001");
  return missing === undefined ? null : applyEdits(analysis.checked.entry.text, missing.fix.edits);
}

function errorsIn(text: string): string[] {
  const { diagnostics } = marked(`┆${text}`).analysis;
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

it("fills in what every component of the standard library takes", () => {
  let count = 0;
  for (const { kind, name } of components()) {
    const text = filledIn(PLACES[kind] as (call: string) => string, name);
    if (text === null) continue;
    count++;
    assert.deepEqual(errorsIn(text), [], text);
  }
  assert.ok(count > 15, `only ${count}`);
});

it("fills in what a declaration without an example takes", () => {
  const own =
    'extern sink own(\n  size: int,\n  path: string,\n)\n  requires size > 0, path != ""\n  from "./own.ts"\n';
  const text = filledIn((call) => `${own}agent a {\n  generate(rate: 1) -> memory() -> ${call}\n}`, "own");
  assert.match(text ?? "", /own\(size: 1, path: "x"\)/);
});
