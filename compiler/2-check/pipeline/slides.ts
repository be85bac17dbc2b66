/**
 * How often each stream has a batch. A window is made of whole batches, so its length and slide are multiples of
 * the slide before it, and streams that meet must have the same.
 */
import type { CallExpr, Expr, LetStmt, StreamDecl } from "../../../grammar/ast.ts";
import type { Operand } from "../../model/checked.ts";
import { durationText } from "../../model/duration-text.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, primitive } from "../../model/types/construct.ts";
import type { WindowParams } from "../../model/window-params.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { checkDemand } from "../value/check-demand.ts";
import { compare, constant, setting } from "../value/condition.ts";
import { constants, evaluate } from "../value/evaluate.ts";
import { operandOf, optionOperand } from "../value/operand.ts";

const DURATION = primitive("duration");

interface Slide {
  /** The time from batch to batch; null where nobody can tell. */
  readonly time: Operand | null;
  /** The clocks that say when it is, as written; null where it is counted from the start. */
  readonly clocks: string | null;
}

/** Checks every window and every meeting of streams in `decl`. */
export function checkSlides(context: CheckContext, decl: StreamDecl, env: Env): void {
  const every = operandOf(context, "every", decl.every, DURATION, env.unit);
  const interval: Slide = { time: every, clocks: null };
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
    const isOther = !isSame(slide.time, before.time) || slide.clocks !== before.clocks;
    if (isOther && decl.overrun?.text === "merge") report(context, env, expr.span, messages.report("FLOW4087"));
    return slide;
  };
  const meet = (call: CallExpr, left: Slide): void => {
    for (const arg of call.args) {
      const type = context.types.get(arg.value);
      if (type === undefined || (argumentOf(type, "DStream") ?? argumentOf(type, "Topic")) === null) continue;
      const right = slideOf(arg.value);
      if (left.time === null || right.time === null || left.time === right.time) continue;
      const [one, other] = [
        { ...left.time, name: "left" },
        { ...right.time, name: "right" },
      ];
      const equal = compare(setting(one), "==", setting(other));
      checkDemand(context, env, {
        span: arg.span,
        condition: compare(equal, "&&", constant(left.clocks === right.clocks)),
        operands: [one, other],
        ofComponent: false,
        fault: (shown) =>
          messages.report("FLOW5012", {
            left: showSlide(shown(one), left.clocks),
            right: showSlide(shown(other), right.clocks),
          }),
      });
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
  for (const option of [windowed.length, windowed.slide]) {
    if (option !== null) checkMultiple(context, call, { option, isSlide: option === windowed.slide }, before, env);
  }
  const bound = context.calls.get(call);
  const given = (name: string | null) => bound?.args.find((arg) => arg.name === name)?.value ?? null;
  const own = clocksOf(context, given(windowed.zone), given(windowed.offset));
  if (own !== null && before.clocks !== null && own !== before.clocks) {
    report(context, env, call.span, messages.report("FLOW5070", { own, before: before.clocks }));
  }
  const clocks = own ?? before.clocks;
  if (windowed.slide === null || given(windowed.slide) === null) return { time: before.time, clocks: before.clocks };
  const time = optionOperand(context, call, windowed.slide, env.unit);
  if (time?.known === null) return { time: before.time, clocks };
  return { time: time?.type.kind === "nullable" ? null : time, clocks };
}

/** A window and its slide are made of whole batches. */
function checkMultiple(
  context: CheckContext,
  call: CallExpr,
  { option, isSlide }: { readonly option: string; readonly isSlide: boolean },
  before: Slide,
  env: Env,
): void {
  const value = context.calls.get(call)?.args.find(({ name }) => name === option)?.value ?? null;
  const given = value === null ? null : optionOperand(context, call, option, env.unit);
  if (value === null || given === null || before.time === null) return;
  const [length, interval] = [
    { ...given, name: "given" },
    { ...before.time, name: "interval" },
  ];
  const multiple = compare(compare(setting(length), "mod", setting(interval)), "==", constant(0));
  const whole = compare(compare(setting(length), ">", constant(0)), "&&", multiple);
  const what = isSlide ? "a slide" : "a window";
  checkDemand(context, env, {
    span: value.span,
    // A slide that is null is the interval.
    condition: compare(compare(setting(length), "==", constant(null)), "||", whole),
    operands: [length, interval],
    ofComponent: false,
    fault(shown) {
      const parameters = { what, given: shown(length), interval: shown(interval) };
      return messages.report("FLOW5011", {
        ...parameters,
        suggestion: suggested(length, interval) ?? `a multiple of ${shown(interval)}`,
      });
    },
    fixes() {
      const text = suggested(length, interval);
      if (text === null) return [];
      return [{ title: `Write ${text}`, edits: [{ span: value.span, text }], safe: false }];
    },
  });
}

/** The multiple that is nearest; null where one of the two is not known. */
function suggested({ known: length }: Operand, { known: interval }: Operand): string | null {
  if (typeof length !== "number" || typeof interval !== "number") return null;
  return durationText(Math.max(1, Math.round(length / interval)) * interval);
}

function isSame(one: Operand | null, other: Operand | null): boolean {
  return one === other || (one !== null && one.known !== undefined && one.known === other?.known);
}

/** `Europe/Prague + 6h`: when windows begin, as the program writes it; null where they are counted from the start. */
function clocksOf(context: CheckContext, zone: Expr | null, offset: Expr | null): string | null {
  if (isAbsent(zone) && isAbsent(offset)) return null;
  const lookup = constants(context.symbols);
  const shown = (expr: Expr): string => {
    const value = evaluate(expr, lookup);
    return typeof value === "number"
      ? durationText(value)
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

function showSlide(time: string, clocks: string | null): string {
  return clocks === null ? time : `${time} in ${clocks}`;
}
