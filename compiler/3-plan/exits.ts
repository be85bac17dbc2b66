/**
 * `else drop`, `else -> target` and `try` leave the element or the function around them. They can do so from inside the
 * lambda of an operator that takes single elements, and of an array function that becomes a loop; not from one that
 * is called by someone else, such as the `merge` of `reduceByKey` or the `key` of `sortBy`.
 */
import type { Node } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { pathTo } from "../../grammar/walk.ts";
import type { BoundCall, Checked, Exit } from "../model/checked.ts";
import type { Declaration } from "../model/declaration.ts";
import { messages } from "../model/messages/messages.ts";
import { shapeOf } from "./operator-shape.ts";

/** Reports exits that nothing could carry out. */
export function checkExits(checked: Checked): Diagnostic[] {
  return [...checked.exits].flatMap(([unit, exits]) =>
    [...exits].flatMap((exit) => {
      if (canLeave(checked, exit, pathTo(unit.tree, exit)) || isReported(checked, unit.path, exit)) return [];
      return [{ ...reported(exit), file: unit.path, span: exit.span }];
    }),
  );
}

function canLeave(checked: Checked, exit: Exit, around: readonly Node[]): boolean {
  for (let index = around.length - 1; index >= 0; index--) {
    const node = around[index];
    if (node?.kind !== "LambdaExpr") continue;
    const bound = callAround(checked, around.slice(0, index));
    if (bound?.callee.kind !== "extern") return false;
    const { callee } = bound;
    if (callee.declaration.kind === "operator") {
      return exit.kind !== "TryExpr" && (isAskedForEach(callee.declaration) || isComputed(bound, around));
    }
    if (callee.declaration.loop === null || bound.optional) return false;
  }
  return true;
}

function isAskedForEach(declaration: Declaration): boolean {
  return shapeOf(declaration) === "elementwise";
}

/** A function that the emitted program itself asks for each event: `computes value`. */
function isComputed({ callee, args }: BoundCall, around: readonly Node[]): boolean {
  const arg = args.find(({ value }) => value !== null && around.includes(value));
  return callee.kind === "extern" && arg !== undefined && callee.declaration.computes.includes(arg.name);
}

/** The call whose argument stands inside all of `around`; null where it is something else. */
function callAround(checked: Checked, around: readonly Node[]): BoundCall | null {
  const inside = around.findLastIndex((node) => node.kind !== "ParenExpr");
  const call = around[inside - 1];
  return around[inside]?.kind === "Argument" && call?.kind === "CallExpr" ? (checked.calls.get(call) ?? null) : null;
}

/** True when the checker has said so already: there is neither an element nor a function at all. */
function isReported(checked: Checked, file: string, { span }: Exit): boolean {
  return checked.diagnostics.some(
    (one) => one.file === file && span.start <= one.span.start && one.span.end <= span.end,
  );
}

function reported(exit: Exit): ReturnType<typeof messages.report> {
  if (exit.kind === "TryExpr") {
    const help = "A lambda that others call cannot end the function around it. Say `else value`, or handle it before.";
    return messages.report("FLOW3009", { help });
  }
  const help = "A lambda that others call cannot leave the element at hand. Say `else value`, or handle it before.";
  return messages.report("FLOW3010", { what: exit.kind === "ElseDrop" ? "drop" : "-> …", help });
}
