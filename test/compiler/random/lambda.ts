import { show } from "../../../compiler/model/types/show.ts";
import type { FunctionType, Type } from "../../../compiler/model/types/type.ts";
import { type Code, LEVEL } from "./code.ts";
import { make } from "./expression.ts";
import { unique, valueName } from "./names.ts";
import { dataType, several, spelled } from "./types.ts";
import { deeper, type Named, type Scope, withLocals } from "./world.ts";

/** A lambda of type `type`. With `exact` its body says its type by itself, with `annotated` its parameters do. */
export function lambda(type: FunctionType, scope: Scope, exact: boolean, annotated = false): Code {
  const { choices } = scope.world;
  const only = type.params.length === 1 ? type.params[0]?.type : undefined;
  const parts =
    !annotated && only?.kind === "tuple" && only.elements.length > 1 && choices.chance(60) ? only.elements : null;
  const wanted = parts ?? type.params.map((param) => param.type);
  const kept = parts === null && !annotated && choices.chance(5) ? wanted.slice(0, -1) : wanted;
  const taken = new Set<string>();
  const params = kept.map((one): Named => ({ name: unique(valueName(choices), taken), type: spelled(one) }));
  const names = params.map((one) => (annotated || choices.chance(5) ? `${one.name}: ${show(one.type)}` : one.name));
  // A tuple's parts are named only where no type is written beside the names.
  const bare = parts === null ? names : params.map((one) => one.name);
  const head = bare.length === 1 && !bare[0]?.includes(":") && choices.chance(70) ? bare[0] : `(${bare.join(", ")})`;
  return { text: `${head} => ${body(type.result, withLocals(scope, params), exact)}`, level: LEVEL.lambda };
}

/** An expression, or `{ let … return … }`. */
export function body(result: Type, scope: Scope, exact: boolean): string {
  const { world } = scope;
  if (!world.choices.chance(30) || scope.depth <= 0) return make(result, scope, exact).text;
  const lets: string[] = [];
  let inner = scope;
  const taken = new Set<string>();
  several(world.choices, 1, 3, () => {
    const type = dataType(world, 1);
    const isWritten = world.choices.chance(40);
    const value = make(type, deeper(inner), !isWritten).text;
    const name = unique(valueName(world.choices), taken);
    lets.push(`let ${name}${isWritten ? `: ${show(type)}` : ""} = ${value}`);
    inner = withLocals(inner, [{ name, type }]);
  });
  return `{\n${lets.join("\n")}\nreturn ${make(result, deeper(inner), exact).text}\n}`;
}
