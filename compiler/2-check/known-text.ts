/** Texts that are known before the start and mean something: `checks timePattern(pattern), timeZone(zone)`. */
import type { Expr } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/did-you-mean.ts";
import type { BoundArgument } from "../checked.ts";
import type { Declaration } from "../declaration.ts";
import { messages } from "../messages.ts";
import { type CheckContext, didYouMean, type Env, renameFix, report } from "./context.ts";
import { constants, evaluate } from "./evaluate.ts";
import { timePatternFault } from "./time-pattern.ts";

/** Reports what the function would refuse. */
export function checkTexts(
  context: CheckContext,
  env: Env,
  { checks }: Declaration,
  args: readonly BoundArgument[],
): void {
  for (const { kind, param } of checks) {
    const expr = args.find((arg) => arg.name === param && arg.spreadField === null)?.value ?? null;
    const text = expr === null ? undefined : evaluate(expr, constants(context.symbols));
    if (expr === null || typeof text !== "string") continue;
    if (kind === "timePattern") checkTimePattern(context, env, expr, text);
    if (kind === "timeZone") checkTimeZone(context, env, expr, text);
  }
}

function checkTimePattern(context: CheckContext, env: Env, expr: Expr, text: string): void {
  const fault = timePatternFault(text);
  if (fault === null) return;
  const { why, better } = fault;
  const help = didYouMean(better, "Letters are those of Java: `yyyy-MM-dd HH:mm:ss`; text goes between `'`.");
  report(context, env, expr.span, messages.report("FLOW3040", { pattern: text, why, help }), fixOf(expr, better));
}

function checkTimeZone(context: CheckContext, env: Env, expr: Expr, zone: string): void {
  if (isTimeZone(zone)) return;
  const near = suggest(zone, Intl.supportedValuesOf("timeZone"));
  const help = didYouMean(near, "Names are those of the tz database, such as `Europe/Prague`, and `UTC`.");
  report(context, env, expr.span, messages.report("FLOW3041", { zone, help }), fixOf(expr, near));
}

/** Only what is written here can be mended here. */
function fixOf(expr: Expr, better: string | null) {
  const isWritten = expr.kind === "StringLiteral" && better !== null;
  return isWritten ? { fixes: [renameFix(expr.span, JSON.stringify(better))] } : {};
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
