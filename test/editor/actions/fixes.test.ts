import assert from "node:assert/strict";
import { codeActions } from "../../../editor/server/actions/fixes.ts";
import { applyEdits } from "../../../grammar/apply-edits.ts";
import { marked } from "../../support/marked.ts";

it("offers the fix of a diagnostic under the cursor", () => {
  const { analysis, span } = marked("agent a {\n  net┆catt(port: 1) -> memory() -> logger()\n}");
  const [action, ...more] = codeActions(analysis, span);
  assert.deepEqual(more, []);
  assert.equal(action?.fix.title, "Write `netcat`");
  assert.equal(action?.diagnostic.span.start, 12);
});

it("offers the fixes of all that is selected", () => {
  const { analysis, span } = marked(
    "agent a {\n  source r = ┆netcatt(port: 1)\n  channel c = memry()┆\n  r -> c -> loger()\n}",
  );
  assert.deepEqual(
    codeActions(analysis, span).map(({ fix }) => fix.title),
    ["Write `netcat`", "Write `memory`"],
  );
});

it("offers nothing where nothing is wrong", () => {
  const { analysis, span } = marked("agent a {\n  netcatt(port: 1) -> mem┆ory() -> logger()\n}");
  assert.deepEqual(codeActions(analysis, span), []);
});

it("offers fixes in another file", () => {
  const others = { "/lib.flow": "fn one(): int = 1\n" };
  const { analysis, span } = marked('import { o┆ne } from "./lib.flow"\nconst x = one()', others);
  const [action] = codeActions(analysis, span);
  assert.equal(action?.fix.edits[0]?.file, "/lib.flow");
});

it("offers to import what another file has", () => {
  const others = { "/lib.flow": "pub fn one(): int = 1\n" };
  const { analysis, span, open } = marked("const x = o┆ne()", others);
  const units = () => [open("/lib.flow").checked.entry];
  const fix = codeActions(analysis, span, units).find((action) => action.fix.title.startsWith("Import"))?.fix;
  assert.equal(fix?.title, 'Import `one` from "./lib.flow"');
  const text = applyEdits(analysis.checked.entry.text, fix.edits);
  assert.equal(text, 'import { one } from "./lib.flow"\n\nconst x = one()');
});

/** The text after the fix of that title for what is under the cursor. */
function mended(text: string, title: string): string {
  const { analysis, span } = marked(text);
  const found = codeActions(analysis, span);
  const fix = found.map((action) => action.fix).find((one) => one.title === title);
  assert.ok(fix !== undefined, `only: ${found.map((one) => one.fix.title).join("; ")}`);
  assert.equal(fix.safe, false, "what it means is for the author to say");
  return applyEdits(analysis.checked.entry.text, fix.edits);
}

const levels = 'type Level = "debug" | "info" | "error"\n';

it("fills in all options that must be given", () => {
  const filled = mended("stream s every 1s {\n  socket┆Text() -> print()\n}", 'Write `host: "localhost", port: 19999`');
  assert.equal(filled, 'stream s every 1s {\n  socketText(host: "localhost", port: 19999) -> print()\n}');
});

describe("what is missing is written where it belongs", () => {
  const cases: readonly [name: string, before: string, title: string, after: string][] = [
    [
      "cases of a match, in one line",
      `${levels}fn weight(l: Level): int = m┆atch l { "debug" => 1 }`,
      "Add lines for 2 values",
      `${levels}fn weight(l: Level): int = match l { "debug" => 1, "info" => 1, "error" => 1 }`,
    ],
    [
      "cases of a match, each on its line",
      `${levels}fn weight(l: Level): int = m┆atch l {\n  "debug", "info" => 1,\n}`,
      'Add a line for `"error"`',
      `${levels}fn weight(l: Level): int = match l {\n  "debug", "info" => 1,\n  "error" => 1,\n}`,
    ],
    [
      "an else where the values cannot be listed",
      'fn weight(l: string): int = m┆atch l { "debug" => 1 }',
      "Add a line for `else`",
      'fn weight(l: string): int = match l { "debug" => 1, else => 1 }',
    ],
    [
      "the rest of a route",
      'agent a {\n  channel c = memory()\n  netcat(port: 1) -> route e => e.hea┆ders["x"] {\n    "a" => c\n  }\n  c -> logger()\n}',
      "Add a line for `else`",
      'agent a {\n  channel c = memory()\n  netcat(port: 1) -> route e => e.headers["x"] {\n    "a" => c,\n    else => drop\n  }\n  c -> logger()\n}',
    ],
    [
      "an option",
      "agent a {\n  net┆cat() -> memory() -> logger()\n}",
      "Write `port: 44444`",
      "agent a {\n  netcat(port: 44444) -> memory() -> logger()\n}",
    ],
    [
      "an option behind others",
      'agent a {\n  net┆cat(\n    bind: "127.0.0.1",\n  ) -> memory() -> logger()\n}',
      "Write `port: 44444`",
      'agent a {\n  netcat(\n    bind: "127.0.0.1",\n    port: 44444,\n  ) -> memory() -> logger()\n}',
    ],
    [
      "an else drop for what can fail",
      'stream s every 1s {\n  lines("x").map(l => l.to┆Int()) -> print()\n}',
      "Leave the element out: `else drop`",
      'stream s every 1s {\n  lines("x").map(l => l.toInt() else drop) -> print()\n}',
    ],
    [
      "an else fail, around what is part of a sum",
      'stream s every 1s {\n  lines("x").map(l => l.to┆Int() + 1) -> print()\n}',
      "Fail the batch: `else fail`",
      'stream s every 1s {\n  lines("x").map(l => (l.toInt() else fail) + 1) -> print()\n}',
    ],
    [
      "a way to what takes rejects",
      "topic hits: string = embedded()\ntopic rejects: string = embedded()\nstream s every 1s {\n  hits.map(l => l.to┆Int() + 1) -> print()\n}",
      "Send the element to `rejects`",
      "topic hits: string = embedded()\ntopic rejects: string = embedded()\nstream s every 1s {\n  hits.map(l => (l.toInt() else -> rejects) + 1) -> print()\n}",
    ],
    [
      "a try in a fn that can fail",
      "fn next(l: string): int! = l.to┆Int() + 1",
      "Pass the failure on with `try`",
      "fn next(l: string): int! = (try l.toInt()) + 1",
    ],
    [
      "a failure for a null in a fn that can fail",
      'fn first(l: string): int! = l.split(" ").fi┆rst().length',
      "Pass it on as a failure",
      'fn first(l: string): int! = (try (l.split(" ").first() else failure("reason"))).length',
    ],
  ];
  for (const [name, before, title, after] of cases) {
    it(name, () => {
      const text = mended(before, title);
      assert.equal(text, after);
      assert.deepEqual(
        marked(`┆${text}`).analysis.diagnostics.filter(({ severity }) => severity === "error"),
        [],
      );
    });
  }
});
