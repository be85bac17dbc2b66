import { guaranteesOf } from "../../../compiler/3-plan/checks/guarantee.ts";
import type { Analysis } from "../../../compiler/compile.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import type { LambdaExpr, Node, Span } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";

/** What an editor shows in the text that does not stand there. */
export interface InlayHint {
  /** Offset that it stands at. */
  readonly at: number;
  readonly text: string;
  readonly kind: "type" | "guarantee";
}

/** Which hints are wanted. */
export interface InlayHintKinds {
  readonly types: boolean;
  readonly guarantees: boolean;
}

/** Longer types say more than one wants to see between the lines. */
const LONGEST = 60;

/** Types that were inferred, and the weakest guarantee of each agent and stream that claims none, in a part of the file. */
export function inlayHints(analysis: Analysis, { start, end }: Span, wanted: InlayHintKinds): readonly InlayHint[] {
  const { checked } = analysis;
  const hints: InlayHint[] = [];
  walk(checked.entry.tree, (node, parent) => {
    if (node.span.end < start || node.span.start > end) return false;
    if (wanted.types) hints.push(...typeHints(node, parent, (typed) => checked.types.get(typed)));
    if (wanted.guarantees) hints.push(...guaranteeHints(node, analysis));
    return true;
  });
  return hints.filter(({ at }) => at >= start && at <= end);
}

function typeHints(node: Node, parent: Node | null, typeOf: (node: Node) => Type | undefined): InlayHint[] {
  switch (node.kind) {
    case "LetStmt":
    case "ConstDecl":
      return node.type === null && node.name.text !== "" ? hint(node.name.span.end, typeOf(node)) : [];
    case "Parameter":
      return parent?.kind === "LambdaExpr" && node.type === null && isBracketed(parent)
        ? hint(node.name.span.end, typeOf(node))
        : [];
    case "FnDecl": {
      const type = typeOf(node);
      const last = node.params.at(-1)?.span.end;
      return node.result === null && last !== undefined && type?.kind === "function" ? hint(last + 1, type.result) : [];
    }
    default:
      return [];
  }
}

/** `x => …` has no room for a type; `(x, y) => …` has. */
function isBracketed({ span, params }: LambdaExpr): boolean {
  return (params[0]?.span.start ?? span.start) > span.start;
}

function hint(at: number, type: Type | undefined): InlayHint[] {
  if (type === undefined || type.kind === "error" || type.kind === "literal") return [];
  const text = show(type);
  return text.length > LONGEST ? [] : [{ at, text: `: ${text}`, kind: "type" }];
}

function guaranteeHints(node: Node, { plan }: Analysis): InlayHint[] {
  if ((node.kind !== "AgentDecl" && node.kind !== "StreamDecl") || node.guarantees !== null) return [];
  const paths = guaranteesOf(plan).filter(({ owners }) => owners.includes(node.name.text));
  const weakest = (["atMostOnce", "atLeastOnce", "exactlyOnce"] as const).find((one) =>
    paths.some(({ guarantee }) => guarantee === one),
  );
  return weakest === undefined ? [] : [{ at: node.name.span.end, text: ` guarantees ${weakest}`, kind: "guarantee" }];
}
