import type { Argument, CallExpr } from "../../../grammar/ast.ts";
import type { DeclaredParam } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import { fits } from "../../model/types/fits.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";

/** Reports values of options that stand without their names, all of a call at once: each is named by its type. */
export function reportUnnamed(
  context: CheckContext,
  env: Env,
  call: CallExpr,
  { name: component, params }: { readonly name: string; readonly params: readonly DeclaredParam[] },
  unnamed: readonly Argument[],
): void {
  const taken = new Set(call.args.map(({ name }) => name?.text));
  const meant = unnamed.flatMap((arg) => {
    const found = context.check(arg.value, null, env);
    const free = params.filter(({ name, type }) => !taken.has(name) && found.kind !== "error" && fits(found, type));
    const param = free.find(({ value }) => value === null) ?? free[0];
    taken.add(param?.name);
    return param === undefined ? [] : [{ arg, name: param.name }];
  });
  const written = meant
    .map(({ arg: { span }, name }) => `${name}: ${env.unit.text.slice(span.start, span.end)}`)
    .join(", ");
  const first = params[0]?.name ?? "option";
  const help =
    params.length === 0
      ? "It has no options."
      : written === ""
        ? `Write \`${first}: …\`, for instance.`
        : `Write \`${written}\`.`;
  const edits = meant.map(({ arg: { span }, name }) => ({
    span: { start: span.start, end: span.start },
    text: `${name}: `,
  }));
  const fixes = written === "" ? [] : [{ title: `Write \`${written}\``, edits, safe: false }];
  const span = unnamed[0]?.span ?? call.span;
  report(context, env, span, messages.report("FLOW4004", { component, help }), { fixes });
}
