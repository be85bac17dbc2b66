import type { ArrayExpr, RecordExpr, TupleExpr } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { array, contains, ERROR, NEVER, widen } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import { join } from "../../model/types/join.ts";
import { show } from "../../model/types/show.ts";
import type { RecordTypeField, Type } from "../../model/types/type.ts";
import { type CheckContext, didYouMean, type Env, nearest, renameFix, report } from "../context/context.ts";
import { expectHandled, expectType } from "../value/expect.ts";

/** What an expected type says of the thing inside it, without `?` and `!`. */
function bare(expected: Type | null): Type | null {
  return expected?.kind === "nullable" || expected?.kind === "fallible" ? bare(expected.type) : expected;
}

/** `[a, ...b]`: elements of one type. */
export function checkArray(context: CheckContext, expr: ArrayExpr, expected: Type | null, env: Env): Type {
  const wish = bare(expected);
  const wanted = wish?.kind === "array" ? wish.element : null;
  let element: Type = NEVER;
  for (const one of expr.elements) {
    const value = one.kind === "Spread" ? one.value : one;
    const checked = context.check(value, one.kind === "Spread" ? expected : wanted, env);
    const found = wanted === null ? expectHandled(context, env, value, checked) : checked;
    let type = found;
    if (one.kind === "Spread") {
      if (found.kind !== "array" && found.kind !== "error") {
        expectType(context, env, { node: value, found, wanted: array(wanted ?? ERROR), where: "`...` in an array" });
      }
      type = found.kind === "array" ? found.element : ERROR;
    }
    const joined = join(element, type);
    if (joined === null) {
      report(context, env, value.span, messages.report("FLOW3018", { left: show(element), right: show(type) }));
    }
    element = joined ?? element;
  }
  // In `x > 0 ? [x] : []` the other branch tells what a type parameter is.
  if (element.kind === "never" && wanted !== null) return array(contains(wanted, "parameter") ? NEVER : wanted);
  return array(wanted === null ? widen(element) : element);
}

/** `(a, b)` */
export function checkTuple(context: CheckContext, expr: TupleExpr, expected: Type | null, env: Env): Type {
  const wish = bare(expected);
  const wanted = wish?.kind === "tuple" && wish.elements.length === expr.elements.length ? wish.elements : [];
  const elements = expr.elements.map((one, index) => {
    const part = wanted[index] ?? null;
    const found = context.check(one, part, env);
    return part === null ? expectHandled(context, env, one, found) : found;
  });
  return { kind: "tuple", elements };
}

/** `{ a: 1, ...b }`: takes the name of an expected record that it fits; unknown fields of such a one are reported. */
export function checkRecord(context: CheckContext, expr: RecordExpr, expected: Type | null, env: Env): Type {
  const wish = bare(expected);
  const wanted = wish?.kind === "record" ? wish : null;
  const fields = new Map<string, Type>();
  const written = new Set<string>();
  for (const one of expr.fields) {
    if (one.kind === "Spread") {
      const found = expectHandled(context, env, one.value, context.check(one.value, null, env));
      if (found.kind === "record") for (const field of found.fields) fields.set(field.name, field.type);
      else if (found.kind !== "error") {
        const parameters = { where: "`...` in a record", wanted: "a record", found: show(found), help: "" };
        report(context, env, one.value.span, messages.report("FLOW3001", parameters));
      }
      continue;
    }
    const name = one.name.text;
    const field = wanted?.fields.find((other) => other.name === name);
    const checked = context.check(one.value, field?.type ?? null, env);
    const found = field === undefined ? expectHandled(context, env, one.value, checked) : checked;
    if (name === "") continue;
    if (written.has(name)) {
      const what = `the field \`${name}\` is given twice`;
      report(context, env, one.name.span, messages.report("FLOW3020", { what, help: "Keep one of the two." }));
    } else if (wanted !== null && field === undefined) {
      const near = nearest(context, name, () =>
        wanted.fields.map((other) => other.name).filter((other) => !written.has(other)),
      );
      const what = `\`${show(wanted)}\` has no field \`${name}\``;
      const help = didYouMean(near, `It has ${wanted.fields.map((other) => `\`${other.name}\``).join(", ")}.`);
      const more = near === null ? {} : { fixes: [renameFix(one.name.span, near)] };
      report(context, env, one.name.span, messages.report("FLOW3020", { what, help }), more);
      // The one that was meant is not missing.
      const meant = wanted.fields.find((other) => other.name === near);
      if (meant !== undefined) fields.set(meant.name, meant.type);
      continue;
    }
    written.add(name);
    const unfit =
      field !== undefined &&
      !expectType(context, env, { node: one.value, found, wanted: field.type, where: `field \`${name}\`` });
    fields.set(name, unfit ? field.type : found);
  }
  const result: RecordTypeField[] = [...fields].map(([name, type]) => ({ name, type }));
  if (wanted === null) return { kind: "record", fields: result.map(({ name, type }) => ({ name, type: widen(type) })) };
  const record: Type = { kind: "record", fields: result };
  return fits(record, wanted) ? wanted : record;
}
