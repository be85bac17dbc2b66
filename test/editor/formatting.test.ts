import assert from "node:assert/strict";
import { formatting } from "../../editor/server/formatting.ts";

function applied(text: string): string {
  return formatting(text).reduce((before, { span, text: after }) => {
    return before.slice(0, span.start) + after + before.slice(span.end);
  }, text);
}

it("changes only the part that is not laid out", () => {
  const text = "fn a(): int = 1\n\nfn b( ) : int=2\n\nfn c(): int = 3\n";
  const [edit, ...more] = formatting(text);
  assert.deepEqual(more, []);
  assert.ok(edit !== undefined && edit.span.start > text.indexOf("fn b") && edit.span.end < text.indexOf("\n\nfn c"));
  assert.equal(applied(text), "fn a(): int = 1\n\nfn b(): int = 2\n\nfn c(): int = 3\n");
});

it("leaves a text alone that is laid out already", () => {
  assert.deepEqual(formatting("fn a(): int = 1\n"), []);
});

it("leaves a text alone that does not parse", () => {
  assert.deepEqual(formatting("fn a( = 1\n"), []);
});

it("turns the line ends of other systems into its own", () => {
  const text = "fn a(): int = 1\r\n\r\nfn b(): int =  2\r\n";
  assert.equal(applied(text), "fn a(): int = 1\n\nfn b(): int = 2\n");
});
