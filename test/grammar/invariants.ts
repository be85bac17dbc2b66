import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import type { Node } from "../../grammar/ast.ts";
import { type ParseResult, parse } from "../../grammar/parse.ts";
import { children, walk } from "../../grammar/walk.ts";

/** What holds for every tree, whatever the text: spans nest, children stand in order, missing pieces are reported. */
export function assertSound(text: string, { tree, comments, diagnostics }: ParseResult): void {
  assert.deepEqual(tree.span, { start: 0, end: text.length });
  walk(tree, (node, parent) => {
    const where = `${node.kind} [${node.span.start}, ${node.span.end}) of ${JSON.stringify(text)}`;
    assert.ok(Number.isInteger(node.span.start) && node.span.start <= node.span.end, where);
    if (parent !== null) {
      assert.ok(parent.span.start <= node.span.start && node.span.end <= parent.span.end, `${where} in ${parent.kind}`);
    }
    assertOrdered(children(node), where);
    if (isMissing(node)) assert.ok(diagnostics.length > 0, `silent ${where}`);
  });
  for (const { span, message } of diagnostics) {
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, message);
  }
  for (const comment of comments) assert.equal(text.slice(comment.span.start, comment.span.end), comment.text);
}

function assertOrdered(nodes: readonly Node[], where: string): void {
  for (const [index, node] of nodes.entries()) {
    const next = nodes[index + 1];
    // The name and the value of `{ a }` are the same letters.
    const isShorthand = next?.kind === "NameExpr" && node.kind === "Name" && next.span.start === node.span.start;
    if (next !== undefined && !isShorthand) assert.ok(node.span.end <= next.span.start, `children of ${where}`);
  }
}

function isMissing(node: Node): boolean {
  return node.kind === "MissingExpr" || node.kind === "MissingType" || (node.kind === "Name" && node.text === "");
}

/** Parses and checks what holds for every tree. */
export function parseSoundly(text: string): ParseResult {
  const result = parse(text, "test.flow");
  assertSound(text, result);
  return result;
}

const PROGRAMS = new URL("./programs/", import.meta.url);

/** The programs of `programs/`, by file name. */
export const programs: ReadonlyMap<string, string> = new Map(
  readdirSync(PROGRAMS).map((name) => [name, readFileSync(new URL(name, PROGRAMS), "utf8")]),
);
