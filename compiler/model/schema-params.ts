import type { Declaration } from "./declaration.ts";
import type { Type } from "./types/type.ts";

/**
 * The type parameters of a function whose types it has to know when it runs, as schemas: those that only the result
 * names, and those of an argument of any type at all, since JavaScript does not know a time from a number.
 */
export function schemaParams(declaration: Declaration): readonly string[] {
  const types = declaredTypes(declaration);
  const unseen = declaration.typeParams.filter((param) => !types.some((type) => mentions(type, param)));
  return [...unseen, ...declaration.typeParams.filter((param) => isAnything(declaration, types, param))];
}

/** True for a function whose calls write the type arguments down, as TypeScript would not find them. */
export function writesTypes(declaration: Declaration): boolean {
  const { result } = declaration;
  return captures(declaration) || schemaParams(declaration).some((param) => result !== null && mentions(result, param));
}

/** True when the groups of a pattern make the result: TypeScript does not know them. */
function captures({ params, result, typeParams }: Declaration): boolean {
  const hasPattern = params.some((param) => param.type.kind === "generic" && param.type.name === "Regex");
  return hasPattern && result !== null && typeParams.some((param) => mentions(result, param));
}

/** True for the `T` of `toJson<T>(value: T): string`: one parameter is of that type, and nothing else has to do with it. */
function isAnything({ result }: Declaration, types: readonly Type[], param: string): boolean {
  const mentioning = types.filter((type) => mentions(type, param));
  return mentioning.length === 1 && mentioning[0]?.kind === "parameter" && !(result && mentions(result, param));
}

function declaredTypes({ params, receiver }: Declaration): readonly Type[] {
  const types = params.map((param) => param.type);
  return receiver === null ? types : [receiver, ...types];
}

/** True when the type parameter `name`, or any where it is null, stands somewhere in `type`. */
export function mentions(type: Type, name: string | null): boolean {
  switch (type.kind) {
    case "parameter":
      return name === null || type.name === name;
    case "array":
      return mentions(type.element, name);
    case "tuple":
      return type.elements.some((element) => mentions(element, name));
    case "record":
      return type.fields.some((field) => mentions(field.type, name));
    case "map":
      return mentions(type.key, name) || mentions(type.value, name);
    case "function":
      return mentions(type.result, name) || type.params.some((param) => mentions(param.type, name));
    case "nullable":
    case "fallible":
      return mentions(type.type, name);
    case "generic":
      return type.args.some((arg) => mentions(arg, name));
    default:
      return false;
  }
}
