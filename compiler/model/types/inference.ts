import { fallible, nullable, widen } from "./construct.ts";
import type { Type } from "./type.ts";

/** What is known of the type parameters of one call. */
export interface Inference {
  /** Name of the type parameter to the type found for it. */
  readonly found: Map<string, Type>;
  /** The type parameters that are being looked for. */
  readonly names: readonly string[];
}

/** A fresh inference for a declaration's type parameters. */
export function inference(names: readonly string[], found?: Iterable<[string, Type]>): Inference {
  return { found: new Map(found), names };
}

/** `type` with every type parameter found so far put in; the others stay. The same object where there is none to put in. */
export function substitute(type: Type, found: ReadonlyMap<string, Type>): Type {
  if (found.size === 0) return type;
  switch (type.kind) {
    case "parameter":
      return found.get(type.name) ?? type;
    case "array": {
      const element = substitute(type.element, found);
      return element === type.element ? type : { kind: "array", element };
    }
    case "tuple": {
      const elements = substituteAll(type.elements, found);
      return elements === type.elements ? type : { kind: "tuple", elements };
    }
    case "record": {
      const fields = type.fields.map((field) => ({ name: field.name, type: substitute(field.type, found) }));
      if (fields.every((field, index) => field.type === type.fields[index]?.type)) return type;
      const args = type.args?.map((arg) => substitute(arg, found));
      return { ...type, fields, ...(args === undefined ? {} : { args }) };
    }
    case "map": {
      const [key, value] = [substitute(type.key, found), substitute(type.value, found)];
      return key === type.key && value === type.value ? type : { kind: "map", key, value };
    }
    case "function": {
      const result = substitute(type.result, found);
      const params = type.params.map((param) => ({ name: param.name, type: substitute(param.type, found) }));
      const isSame = result === type.result && params.every(({ type: own }, index) => own === type.params[index]?.type);
      return isSame ? type : { kind: "function", params, result };
    }
    case "nullable": {
      const inner = substitute(type.type, found);
      return inner === type.type ? type : nullable(inner);
    }
    case "fallible": {
      const inner = substitute(type.type, found);
      return inner === type.type ? type : fallible(inner);
    }
    case "generic": {
      const args = substituteAll(type.args, found);
      return args === type.args ? type : { kind: "generic", name: type.name, args };
    }
    default:
      return type;
  }
}

function substituteAll(types: readonly Type[], found: ReadonlyMap<string, Type>): readonly Type[] {
  const all = types.map((type) => substitute(type, found));
  return all.every((type, index) => type === types[index]) ? types : all;
}

/** True when a type parameter that is being looked for stands in `type` and has not been found yet. */
export function hasUnknown(type: Type, wanted: Inference): boolean {
  switch (type.kind) {
    case "parameter":
      return wanted.names.includes(type.name) && !wanted.found.has(type.name);
    case "array":
      return hasUnknown(type.element, wanted);
    case "tuple":
      return type.elements.some((element) => hasUnknown(element, wanted));
    case "record":
      return type.fields.some((field) => hasUnknown(field.type, wanted));
    case "map":
      return hasUnknown(type.key, wanted) || hasUnknown(type.value, wanted);
    case "function":
      return hasUnknown(type.result, wanted) || type.params.some((param) => hasUnknown(param.type, wanted));
    case "nullable":
    case "fallible":
      return hasUnknown(type.type, wanted);
    case "generic":
      return type.args.some((arg) => hasUnknown(arg, wanted));
    default:
      return false;
  }
}

/** Records `type` for a type parameter: literals count as their base, so that `(word, 1)` is a pair with an int. */
export function find(wanted: Inference, name: string, type: Type): void {
  wanted.found.set(name, widen(type));
}
