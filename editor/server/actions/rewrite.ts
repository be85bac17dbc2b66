/** Another form for what the cursor stands in, which means the same. */
import type { Analysis } from "../../../compiler/compile.ts";
import type { CallExpr, Expr, LambdaExpr, Span } from "../../../grammar/ast.ts";
import { nodeAt } from "../../../grammar/walk.ts";
import type { Refactoring } from "./extract.ts";

/** Expressions behind which `else` can be written as they stand. */
const CLOSED: ReadonlySet<Expr["kind"]> = new Set(["CallExpr", "MemberExpr", "IndexExpr", "NameExpr", "ParenExpr"]);

/** `.map(x => f(x)).filter(y => y != null)` in a stream or on a wire: `.map(x => f(x) else drop)`. */
export function rewrites({ checked }: Analysis, { start }: Span): readonly Refactoring[] {
  const around = nodeAt(checked.entry.tree, start).findLast(
    (node) => node.kind === "CallExpr" && isStep(node, "filter"),
  );
  if (around?.kind !== "CallExpr" || around.callee.kind !== "MemberExpr") return [];
  const map = around.callee.object;
  if (map.kind !== "CallExpr" || map.callee.kind !== "MemberExpr" || !isStep(map, "map")) return [];
  const steps = checked.types.get(map.callee.object);
  if (steps?.kind !== "generic" || (steps.name !== "DStream" && steps.name !== "Events")) return [];
  const [mapped, kept] = [lambdaOf(map), lambdaOf(around)];
  if (mapped === null || kept === null || mapped.body.kind === "Block") return [];
  if (checked.types.get(mapped.body)?.kind !== "nullable" || !asksForNull(kept, steps.name === "Events")) return [];
  const { span, kind } = mapped.body;
  const [open, close] = CLOSED.has(kind) ? ["", ""] : ["(", ")"];
  const edits = [
    { span: { start: span.start, end: span.start }, text: open },
    { span: { start: span.end, end: span.end }, text: `${close} else drop` },
    { span: { start: map.span.end, end: around.span.end }, text: "" },
  ].filter(({ span: { start, end }, text }) => text !== "" || start < end);
  return [{ title: "Convert `map` and `filter` to `else drop`", edits }];
}

function isStep({ callee }: CallExpr, name: string): boolean {
  return callee.kind === "MemberExpr" && callee.name.text === name;
}

function lambdaOf({ args }: CallExpr): LambdaExpr | null {
  const [arg] = args;
  return args.length === 1 && arg?.value.kind === "LambdaExpr" && arg.value.params.length === 1 ? arg.value : null;
}

/** `y => y != null`, of an event `e => e.body != null`. */
function asksForNull({ params, body }: LambdaExpr, isEvent: boolean): boolean {
  if (body.kind !== "BinaryExpr" || body.operator !== "!=" || body.right.kind !== "NullLiteral") return false;
  const { left } = body;
  const asked =
    isEvent && left.kind === "MemberExpr" && left.name.text === "body" ? left.object : isEvent ? null : left;
  return asked?.kind === "NameExpr" && asked.text === params[0]?.name.text;
}
