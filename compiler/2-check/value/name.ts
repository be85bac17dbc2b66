import type { NameExpr, Node } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR, isFlow } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, didYouMean, type Env, nearest, refer, renameFix, report } from "../context/context.ts";

/** What to say of an unknown name, and what would mend it. */
export interface Hint {
  readonly help: string;
  readonly fixes: readonly Fix[];
}

/** What a name stands for here: the innermost local, the file's own, then the standard library's. */
export function lookUp(context: CheckContext, name: string, env: Env): FlowSymbol | null {
  return (
    env.locals.get(name) ??
    context.scopes.modules.get(env.unit)?.names.get(name) ??
    context.scopes.stdlib.names.get(name)?.find((symbol) => symbol.kind !== "type") ??
    null
  );
}

/** Every name that can be used here as a value, for suggestions and completion. */
export function visibleNames(context: CheckContext, env: Env): string[] {
  const module = [...(context.scopes.modules.get(env.unit)?.names ?? [])].filter(
    ([, symbol]) => symbol.kind !== "type",
  );
  const standard = [...context.scopes.stdlib.names].filter(([, symbols]) => symbols.some((s) => s.kind !== "type"));
  return [...env.locals.all().keys(), ...[...module, ...standard].map(([name]) => name)];
}

/** A name used as a value. */
export function checkName(context: CheckContext, expr: NameExpr, env: Env): Type {
  if (expr.text === "") return ERROR;
  const symbol = lookUp(context, expr.text, env);
  if (symbol === null) {
    reportUnknown(context, expr, env);
    return ERROR;
  }
  refer(context, env, expr, symbol);
  if (symbol.kind === "type" || env.onlyValues) {
    // A `let` of a stream may hold a value, too.
    const isValue = symbol.kind === "let" && !isFlow(context.types.get(symbol.decl) ?? ERROR);
    const thing = isValue ? null : thingWithoutValue(symbol);
    if (thing !== null) return reportNoValue(context, env, expr, { ...thing, name: expr.text });
  }
  return env.narrowed.get(expr.text) ?? context.typeOfSymbol(symbol, expr, env);
}

/** Reports a name that nothing here has; `hint` is what was found out about it. */
export function reportUnknown(context: CheckContext, expr: NameExpr, env: Env, hint: Hint | null = null): void {
  if (context.scopes.modules.get(env.unit)?.broken.has(expr.text)) return;
  if (hint !== null) {
    const { help, fixes } = hint;
    report(context, env, expr.span, messages.report("FLOW2001", { name: expr.text, help }), { fixes });
    return;
  }
  const near = nearest(context, expr.text, () => visibleNames(context, env));
  const help = didYouMean(near, "Declare it, or import it from the file that does.");
  report(
    context,
    env,
    expr.span,
    messages.report("FLOW2001", { name: expr.text, help }),
    near === null ? {} : { fixes: [renameFix(expr.span, near)] },
  );
}

/** Reports a thing that has a name and no value: an agent, a type, a component where a number is wanted. */
export function reportNoValue(
  context: CheckContext,
  env: Env,
  at: Node,
  thing: { readonly what: string; readonly name: string; readonly help: string },
  fixes: readonly Fix[] = [],
): Type {
  report(context, env, at.span, messages.report("FLOW3021", thing), { fixes });
  return ERROR;
}

/** What the program calls a type, or something that events pass, and what to do with it; null for what has a value. */
export function thingWithoutValue(symbol: FlowSymbol): { readonly what: string; readonly help: string } | null {
  switch (symbol.kind) {
    case "type":
      return { what: "the type", help: "Write a value of that type here." };
    case "topic":
      return { what: "the topic", help: "A stream or a wire reads its records: `topic.map(…)`." };
    case "component":
      return { what: `the ${symbol.decl.role}`, help: "It stands on the wires of its agent." };
    case "let":
      if (symbol.stream === null) return null;
      return {
        what: "the stream",
        help: "Its elements are given to operators, `.map(x => …)`; `join` brings them together with those of another stream.",
      };
    default:
      return null;
  }
}
