/**
 * Copies of syntax trees for another place in the text. Every keystroke in an editor copies what stands behind it, which
 * was a tenth of its work: the kinds that most nodes are of are written out, as V8 makes an object of a literal several times
 * faster than by its keys.
 */
import type { Node, Span } from "./ast.ts";

/** A copy of all that is below `node`, whose places are `by` letters further on. */
export function moveNode<Moved extends Node>(node: Moved, by: number): Moved {
  return move(node, by) as Moved;
}

function move(node: Node, by: number): Node {
  const span = moveSpan(node.span, by);
  switch (node.kind) {
    case "Name":
      return { kind: "Name", span, text: node.text };
    case "NameExpr":
      return { kind: "NameExpr", span, text: node.text };
    case "StringLiteral":
      return { kind: "StringLiteral", span, value: node.value, raw: node.raw };
    case "NumberLiteral":
      return { kind: "NumberLiteral", span, value: node.value, float: node.float, raw: node.raw };
    case "ArrayExpr":
      return { kind: "ArrayExpr", span, elements: moveAll(node.elements, by) };
    case "TupleExpr":
      return { kind: "TupleExpr", span, elements: moveAll(node.elements, by) };
    case "MemberExpr": {
      const { object, optional, name } = node;
      return { kind: "MemberExpr", span, object: moveNode(object, by), optional, name: moveNode(name, by) };
    }
    case "CallExpr": {
      const { callee, typeArgs, args } = node;
      return {
        kind: "CallExpr",
        span,
        callee: moveNode(callee, by),
        typeArgs: moveAll(typeArgs, by),
        args: moveAll(args, by),
      };
    }
    case "Argument": {
      const { name, spread, value } = node;
      return { kind: "Argument", span, name: name && moveNode(name, by), spread, value: moveNode(value, by) };
    }
    case "LambdaExpr":
      return { kind: "LambdaExpr", span, params: moveAll(node.params, by), body: moveNode(node.body, by) };
    case "Parameter": {
      const { doc, positional, name, type, value } = node;
      return {
        kind: "Parameter",
        span,
        doc,
        positional,
        name: moveNode(name, by),
        type: type && moveNode(type, by),
        value: value && moveNode(value, by),
      };
    }
    case "BinaryExpr": {
      const { operator, operatorSpan, left, right } = node;
      return {
        kind: "BinaryExpr",
        span,
        operator,
        operatorSpan: moveSpan(operatorSpan, by),
        left: moveNode(left, by),
        right: moveNode(right, by),
      };
    }
    default:
      return moveFields(node, by) as Node;
  }
}

function moveAll<Moved extends Node>(nodes: readonly Moved[], by: number): readonly Moved[] {
  return nodes.map((node) => moveNode(node, by));
}

function moveSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** By spreading: V8 copies an object of a known shape as a whole, and adds properties one by one ten times slower. */
function moveFields(node: object, by: number): object {
  const moved: Record<string, unknown> = { ...node };
  for (const key in moved) moved[key] = moveField(moved[key], by);
  return moved;
}

function moveField(field: unknown, by: number): unknown {
  if (typeof field !== "object" || field === null) return field;
  if (Array.isArray(field)) return field.map((one) => moveField(one, by));
  if ("kind" in field) return move(field as Node, by);
  return "start" in field ? moveSpan(field as Span, by) : moveFields(field, by);
}
