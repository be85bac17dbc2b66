import type { Argument, CallExpr } from "../../../grammar/ast.ts";
import type { DeclaredParam } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import { certain } from "../../model/types/construct.ts";
import { show } from "../../model/types/show.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";

/** An argument, the parameter in whose place it stands, and those that the call has. */
interface Misplaced {
  readonly arg: Argument;
  readonly param: DeclaredParam;
  readonly call: CallExpr;
  readonly callee: { readonly name: string; readonly params: readonly DeclaredParam[] };
}

/**
 * Reports a function that stands in the place of something else, where another parameter takes a function: other
 * languages have them in another order. What follows stands in the wrong place with it, and is given by name by the fix.
 */
export function reportMisplaced(context: CheckContext, env: Env, { arg, param, call, callee }: Misplaced): boolean {
  if (arg.value.kind !== "LambdaExpr" || takesFunction(param) || mayBeAnything(param)) return false;
  const named = new Set(call.args.map(({ name }) => name?.text));
  const before = call.args.indexOf(arg);
  const free = callee.params.filter(({ name, positional }, at) => positional && at >= before && !named.has(name));
  const meant = free.find(takesFunction);
  if (meant === undefined) return false;
  const others = free.filter((one) => one !== meant);
  const rest = call.args.slice(before + 1).filter((one) => one.name === null && !one.spread);
  const edits = [
    { span: { start: arg.span.start, end: arg.span.start }, text: `${meant.name}: ` },
    ...rest.flatMap(({ span: { start } }, at) => {
      const name = others[at]?.name;
      return name === undefined ? [] : [{ span: { start, end: start }, text: `${name}: ` }];
    }),
  ];
  const names = [meant, ...others.slice(0, rest.length)].map(({ name }) => `\`${name}: …\``).join(", ");
  const parameters = {
    where: `argument \`${param.name}\` of \`${callee.name}\``,
    wanted: show(param.type),
    found: show(certain(meant.type)),
    help: `Give it by its name, and what follows too: ${names}.`,
  };
  const fix = { title: `Write ${names}`, edits, safe: rest.length <= others.length };
  for (const one of call.args.slice(before)) {
    if (one.value.kind !== "LambdaExpr") context.check(one.value, null, env);
  }
  report(context, env, arg.span, messages.report("FLOW3001", parameters), { fixes: [fix] });
  return true;
}

function takesFunction({ type }: DeclaredParam): boolean {
  return certain(type).kind === "function";
}

function mayBeAnything({ type }: DeclaredParam): boolean {
  return ["generic", "error", "parameter", "variable", "union", "never"].includes(certain(type).kind);
}
