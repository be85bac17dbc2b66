import assert from "node:assert/strict";
import { formatting, formattingOfClosed, formattingWithin } from "../../editor/server/formatting.ts";
import { marked } from "../support/marked.ts";

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

function appliedWithin(text: string, part: string): string {
  const start = text.indexOf(part);
  const edits = formattingWithin(text, { start, end: start + part.length });
  return edits.reduceRight(
    (before, { span, text: after }) => before.slice(0, span.start) + after + before.slice(span.end),
    text,
  );
}

it("lays out the selected part alone", () => {
  const text = "fn a( ): int=1\n\nfn b( ): int=2\n\nfn c( ): int=3\n";
  assert.equal(appliedWithin(text, "fn b( ): int=2"), "fn a( ): int=1\n\nfn b(): int = 2\n\nfn c( ): int=3\n");
  assert.equal(appliedWithin(text, "=3"), "fn a( ): int=1\n\nfn b( ): int=2\n\nfn c( ): int = 3\n");
});

it("lays out what a bracket has closed", () => {
  const { analysis, offset, text } = marked('const x=1\nagent a {\nlines("a")->memory()->discard() }┆\n');
  const edits = formattingOfClosed(analysis, offset);
  const after = edits.reduceRight(
    (before, { span, text: now }) => before.slice(0, span.start) + now + before.slice(span.end),
    text,
  );
  assert.equal(after, 'const x=1\nagent a {\n  lines("a") -> memory() -> discard()\n}\n');
});
