import type { Node, SourceFile, Span } from "../../../grammar/ast.ts";
import { children, walk } from "../../../grammar/walk.ts";

/** The nodes that hold all of `span`, from the file down to the smallest. */
export function aroundSpan(tree: SourceFile, span: { readonly start: number; readonly end: number }): Node[] {
  const path: Node[] = [];
  let current: Node | undefined = tree;
  while (current !== undefined) {
    path.push(current);
    current = children(current).find((child) => child.span.start <= span.start && span.end <= child.span.end);
  }
  return path;
}

/** The first piece that the text lacks at `offset`, with the nodes around it; null where it lacks none. */
export function missingAt(tree: SourceFile, offset: number): Node[] | null {
  const path: Node[] = [];
  let found: Node[] | null = null;
  walk(
    tree,
    (node) => {
      const { start, end }: Span = node.span;
      if (found !== null || start > offset || end < offset) return false;
      path.push(node);
      if (start === offset && end === offset && path.length > 1 && children(node).length === 0) found = [...path];
      return true;
    },
    (node) => {
      if (path.at(-1) === node) path.pop();
    },
  );
  return found;
}
