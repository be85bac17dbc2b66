/**
 * How often each stream has a batch. A window is made of whole batches, so its length and slide are multiples of
 * the slide before it, and streams that meet must have the same.
 */
import type { CallExpr, Expr, LetStmt, StreamDecl } from "../../grammar/ast.ts";
import { messages } from "../messages.ts";
import { argumentOf } from "../types/construct.ts";
import { knownOptions } from "./component.ts";
import { type CheckContext, type Env, report } from "./context.ts";
import { constants, evaluate } from "./evaluate.ts";

/** Milliseconds from batch to batch; null where a param decides. */
type Slide = number | null;

/** Checks every window and every meeting of streams in `decl`. */
export function checkSlides(context: CheckContext, decl: StreamDecl, every: Slide, env: Env): void {
  const lets = new Map<LetStmt, Slide>();
  const slideOf = (expr: Expr): Slide => {
    if (expr.kind === "ParenExpr") return slideOf(expr.value);
    const symbol = context.symbols.get(expr);
    if (symbol?.kind === "let") return lets.get(symbol.decl) ?? every;
    if (expr.kind !== "CallExpr" || expr.callee.kind !== "MemberExpr") return every;
    const before = slideOf(expr.callee.object);
    meet(expr, before);
    return isStateful(context, expr) ? windowSlide(context, expr, before, env) : before;
  };
  const meet = (call: CallExpr, left: Slide): void => {
    for (const arg of call.args) {
      const type = context.types.get(arg.value);
      if (type === undefined || (argumentOf(type, "DStream") ?? argumentOf(type, "Topic")) === null) continue;
      const right = slideOf(arg.value);
      if (left === null || right === null || left === right) continue;
      const parameters = { left: showDuration(left), right: showDuration(right) };
      report(context, env, arg.span, messages.report("FLOW5012", parameters));
    }
  };
  for (const member of decl.members) {
    if (member.kind === "LetStmt") lets.set(member, slideOf(member.value));
    else slideOf(member.from);
  }
}

function isStateful(context: CheckContext, call: CallExpr): boolean {
  const bound = context.calls.get(call);
  return bound?.callee.kind === "extern" && bound.callee.declaration.stateful;
}

const WINDOW_PARAMETERS = ["length", "window", "slide"];

function windowSlide(context: CheckContext, call: CallExpr, interval: Slide, env: Env): Slide {
  const bound = context.calls.get(call);
  const known = knownOptions(context, call);
  const lookup = constants(context.symbols);
  for (const arg of bound?.args ?? []) {
    if (!WINDOW_PARAMETERS.includes(arg.name) || arg.value === null || interval === null) continue;
    const given = evaluate(arg.value, lookup);
    // Of another type: spoken of already.
    if (context.types.get(arg.value)?.kind !== "duration") continue;
    if (typeof given !== "number" || (given > 0 && given % interval === 0)) continue;
    const suggestion = showDuration(Math.max(1, Math.round(given / interval)) * interval);
    const what = arg.name === "slide" ? "a slide" : "a window";
    const parameters = { what, given: showDuration(given), interval: showDuration(interval), suggestion };
    const fixes = [{ title: `Write ${suggestion}`, edits: [{ span: arg.value.span, text: suggestion }], safe: false }];
    report(context, env, arg.value.span, messages.report("FLOW5011", parameters), { fixes });
  }
  const slide = bound?.args.find((arg) => arg.name === "slide");
  if (!slide?.value) return interval;
  const value = known.get("slide");
  return typeof value === "number" ? value : null;
}

/** A duration as the language writes it. */
export function showDuration(ms: number): string {
  for (const [unit, size] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1000],
  ] as const) {
    if (ms !== 0 && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
