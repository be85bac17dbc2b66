/** Types that a text describes: `checks accessLog(format, own, R)`, where `R` is the record that lines of a format give. */
import type { CallExpr, Expr, Span } from "../../../grammar/ast.ts";
import type { BoundArgument } from "../../model/checked.ts";
import type { Declaration } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Inference } from "../../model/types/inference.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, didYouMean, type Env, renameFix, report } from "../context/context.ts";
import { type LogFormatFault, readLogFormat } from "../log-format/read.ts";
import { constants, evaluate } from "../value/evaluate.ts";
import { expectType } from "../value/expect.ts";

/** A call whose arguments may describe a type. */
interface DescribingCall {
  readonly call: CallExpr;
  readonly declaration: Declaration;
  readonly args: readonly BoundArgument[];
}

/** Finds the type parameters that texts of the call describe, and reports what is wrong with these. */
export function findDescribed(
  context: CheckContext,
  env: Env,
  { call, declaration, args }: DescribingCall,
  inferring: Inference,
): void {
  for (const { kind, param, values } of declaration.checks) {
    if (kind !== "accessLog") continue;
    const [own = "", typeParam = ""] = values;
    const type = readAccessLog(context, env, { call, declaration, args }, param, own);
    const written = call.typeArgs.length > 0 ? inferring.found.get(typeParam) : undefined;
    if (written !== undefined)
      expectType(context, env, { node: call, found: type, wanted: written, where: "the type of these lines" });
    inferring.found.set(typeParam, type);
  }
}

/** The record that lines of the format in `param` give; a fault is reported, and gives the error type. */
function readAccessLog(
  context: CheckContext,
  env: Env,
  { declaration: { name }, args }: DescribingCall,
  param: string,
  ownParam: string,
): Type {
  const expr = exprOf(args, param);
  if (expr === null) return ERROR;
  const format = textOf(context, env, name, param, expr);
  const ownExpr = exprOf(args, ownParam);
  const own = ownExpr === null ? "" : textOf(context, env, name, ownParam, ownExpr);
  if (format === null || own === null) return ERROR;
  const names = own.split(",").map((one) => one.trim().replace(/^\$/, ""));
  const { fields, faults } = readLogFormat(format, new Set(names));
  for (const fault of faults) reportFault(context, env, expr, fault, ownParam);
  return faults.length === 0 ? { kind: "record", fields } : ERROR;
}

function exprOf(args: readonly BoundArgument[], param: string): Expr | null {
  return args.find((arg) => arg.name === param)?.value ?? null;
}

/** Null where it is not known now, which is reported, or is no text, which has been. */
function textOf(context: CheckContext, env: Env, name: string, param: string, expr: Expr): string | null {
  const text = evaluate(expr, constants(context.symbols));
  if (text === undefined && context.types.get(expr)?.kind !== "error") {
    report(context, env, expr.span, messages.report("FLOW3056", { name, param }));
  }
  return typeof text === "string" ? text : null;
}

function reportFault(context: CheckContext, env: Env, expr: Expr, fault: LogFormatFault, ownParam: string): void {
  switch (fault.kind) {
    case "unknown": {
      const { written, near, isVariable } = fault;
      const own = `Where the configuration sets it itself, name it: \`${ownParam}: "${written.replace(/^\$\{?|\}$/g, "")}"\`.`;
      const list =
        "Directives are those of Apache's mod_log_config, such as `%h` and `%{Referer}i`; `%%` is a percent sign.";
      const what = isVariable ? "nginx variable" : "Apache directive";
      const help = didYouMean(near, isVariable ? own : list);
      const at = placeIn(env, expr, written);
      // What only resembles it may be meant otherwise.
      const fixes = near === null || at === null || near.includes("…") ? [] : [{ ...renameFix(at, near), safe: false }];
      report(context, env, at ?? expr.span, messages.report("FLOW3057", { written, what, help }), { fixes });
      return;
    }
    case "together": {
      const why = `nothing stands between \`${fault.first}\` and \`${fault.second}\`, so no line says where one ends`;
      const help = "Put a blank or a quote between them in the server's format.";
      report(context, env, expr.span, messages.report("FLOW3058", { why, help }));
      return;
    }
    case "none": {
      const help =
        "Write the format as the server's configuration has it: `%h %l %u %t %>s %b`, or with nginx's variables.";
      report(context, env, expr.span, messages.report("FLOW3058", { why: "it names no field", help }));
      return;
    }
  }
}

/** Where `written` stands in the text that `expr` is; null where that is written elsewhere, or the same twice. */
function placeIn({ unit }: Env, expr: Expr, written: string): Span | null {
  if (expr.kind !== "StringLiteral") return null;
  const text = unit.text.slice(expr.span.start, expr.span.end);
  const at = text.indexOf(written);
  if (at === -1 || text.indexOf(written, at + 1) !== -1) return null;
  return { start: expr.span.start + at, end: expr.span.start + at + written.length };
}
