/**
 * How often each stream has a batch. A window is made of whole batches, so its length and slide are multiples of
 * the slide before it, and streams that meet must have the same.
 */
import type { CallExpr, Expr, LetStmt, StreamDecl } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf } from "../../model/types/construct.ts";
import type { WindowParams } from "../../model/window-params.ts";
import { checkRequires, knownOptions } from "../call/component.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { constants, evaluate } from "../value/evaluate.ts";

interface Slide {
  /** Milliseconds from batch to batch; null where a param decides. */
  readonly ms: number | null;
  /** The clocks that say when it is, as written; null where it is counted from the start. */
  readonly clocks: string | null;
}

/** Checks every window and every meeting of streams in `decl`. */
export function checkSlides(context: CheckContext, decl: StreamDecl, every: number | null, env: Env): void {
  const interval: Slide = { ms: every, clocks: null };
  const lets = new Map<LetStmt, Slide>();
  const slideOf = (expr: Expr): Slide => {
    if (expr.kind === "ParenExpr") return slideOf(expr.value);
    const symbol = context.symbols.get(expr);
    if (symbol?.kind === "let") return lets.get(symbol.decl) ?? interval;
    if (expr.kind !== "CallExpr" || expr.callee.kind !== "MemberExpr") return interval;
    const before = slideOf(expr.callee.object);
    meet(expr, before);
    const windowed = windowedBy(context, expr);
    if (windowed === null) return before;
    const slide = windowSlide(context, expr, windowed, before, env);
    const isOther = slide.ms !== before.ms || slide.clocks !== before.clocks;
    if (isOther && decl.overrun?.text === "merge") report(context, env, expr.span, messages.report("FLOW4087"));
    return slide;
  };
  const meet = (call: CallExpr, left: Slide): void => {
    for (const arg of call.args) {
      const type = context.types.get(arg.value);
      if (type === undefined || (argumentOf(type, "DStream") ?? argumentOf(type, "Topic")) === null) continue;
      const right = slideOf(arg.value);
      if (left.ms === null || right.ms === null) continue;
      if (left.ms === right.ms && left.clocks === right.clocks) continue;
      const parameters = { left: showSlide(left), right: showSlide(right) };
      report(context, env, arg.span, messages.report("FLOW5012", parameters));
    }
  };
  for (const member of decl.members) {
    if (member.kind === "LetStmt") lets.set(member, slideOf(member.value));
    else slideOf(member.from);
  }
}

function windowedBy(context: CheckContext, call: CallExpr): WindowParams | null {
  const bound = context.calls.get(call);
  return bound?.callee.kind === "extern" ? bound.callee.declaration.windowed : null;
}

function windowSlide(context: CheckContext, call: CallExpr, windowed: WindowParams, before: Slide, env: Env): Slide {
  const interval = before.ms;
  const bound = context.calls.get(call);
  const known = knownOptions(context, call);
  if (bound?.callee.kind === "extern") checkRequires(context, call, bound.callee, env);
  const lookup = constants(context.symbols);
  for (const arg of bound?.args ?? []) {
    const isSlide = arg.name === windowed.slide;
    if (!(isSlide || arg.name === windowed.length) || arg.value === null || interval === null) continue;
    const length = evaluate(arg.value, lookup);
    // Of another type: reported already.
    if (context.types.get(arg.value)?.kind !== "duration") continue;
    if (typeof length !== "number" || (length > 0 && length % interval === 0)) continue;
    const suggestion = showDuration(Math.max(1, Math.round(length / interval)) * interval);
    const what = isSlide ? "a slide" : "a window";
    const parameters = { what, given: showDuration(length), interval: showDuration(interval), suggestion };
    const fixes = [{ title: `Write ${suggestion}`, edits: [{ span: arg.value.span, text: suggestion }], safe: false }];
    report(context, env, arg.value.span, messages.report("FLOW5011", parameters), { fixes });
  }
  const given = (name: string | null) => bound?.args.find((arg) => arg.name === name)?.value ?? null;
  const own = clocksOf(context, given(windowed.zone), given(windowed.offset));
  if (own !== null && before.clocks !== null && own !== before.clocks) {
    report(context, env, call.span, messages.report("FLOW5070", { own, before: before.clocks }));
  }
  const clocks = own ?? before.clocks;
  if (windowed.slide === null || given(windowed.slide) === null) return { ms: interval, clocks: before.clocks };
  const value = known.get(windowed.slide);
  return { ms: typeof value === "number" ? value : null, clocks };
}

/** `Europe/Prague + 6h`: when windows begin, as the program writes it; null where they are counted from the start. */
function clocksOf(context: CheckContext, zone: Expr | null, offset: Expr | null): string | null {
  if (isAbsent(zone) && isAbsent(offset)) return null;
  const lookup = constants(context.symbols);
  const shown = (expr: Expr): string => {
    const value = evaluate(expr, lookup);
    return typeof value === "number"
      ? showDuration(value)
      : typeof value === "string"
        ? value
        : "a value of the program";
  };
  const named = isAbsent(zone) ? "UTC" : shown(zone);
  return isAbsent(offset) ? named : `${named} + ${shown(offset)}`;
}

function isAbsent(expr: Expr | null): expr is null {
  return expr === null || expr.kind === "NullLiteral";
}

function showSlide({ ms, clocks }: Slide): string {
  const shown = showDuration(ms ?? 0);
  return clocks === null ? shown : `${shown} in ${clocks}`;
}

/** A duration as the language writes it. */
function showDuration(ms: number): string {
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
