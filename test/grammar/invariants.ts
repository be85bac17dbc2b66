import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import type { Node } from "../../grammar/ast.ts";
import { type ParseResult, parse } from "../../grammar/parse.ts";
import { children, walk } from "../../grammar/walk.ts";

/** What holds for every tree, whatever the text: spans nest, children stand in order, missing pieces are reported. */
export function assertSound(text: string, { tree, comments, diagnostics }: ParseResult): void {
  assert.deepEqual(tree.span, { start: 0, end: text.length });
  // Said only where it is wanted: there are thousands of texts, with hundreds of nodes each.
  const hold = (truth: boolean, node: Node, what: string) => {
    if (!truth) assert.fail(`${what}: ${node.kind} [${node.span.start}, ${node.span.end}) of ${JSON.stringify(text)}`);
  };
  walk(tree, (node, parent) => {
    const { start, end } = node.span;
    hold(Number.isInteger(start) && start <= end, node, "span");
    hold(parent === null || (parent.span.start <= start && end <= parent.span.end), node, `span in ${parent?.kind}`);
    hold(areOrdered(children(node)), node, "order of children");
    hold(!isMissing(node) || diagnostics.length > 0, node, "nothing said of what is missing");
  });
  for (const { span, message } of diagnostics) {
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, message);
  }
  for (const comment of comments) assert.equal(text.slice(comment.span.start, comment.span.end), comment.text);
}

function areOrdered(nodes: readonly Node[]): boolean {
  return nodes.every((node, index) => {
    const next = nodes[index + 1];
    // The name and the value of `{ a }` are the same letters.
    const isShorthand = next?.kind === "NameExpr" && node.kind === "Name" && next.span.start === node.span.start;
    return next === undefined || isShorthand || node.span.end <= next.span.start;
  });
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
