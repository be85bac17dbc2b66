import { spell, type TypeNames } from "../4-emit/types.ts";
import type { Declaration, DeclaredParam } from "../model/declaration.ts";
import { mentions, schemaParams, writesTypes } from "../model/schema-params.ts";
import type { Type } from "../model/types/type.ts";

/** What a declaration wants of the TypeScript behind it: how its function is called, and what has to come back. */
export interface Contract {
  /** Name of the function. */
  readonly name: string;
  /** Type parameters that the texts below mention. */
  readonly typeParams: readonly string[];
  /** Type arguments that a call writes down; a function that is called without any may be generic or not. */
  readonly typeArgs: readonly string[];
  readonly params: readonly ContractParam[];
  /** TypeScript of what must come back. */
  readonly result: string;
  /** The result may also come later. */
  readonly mayWait: boolean;
  /** The result is a component, which is kept and called. */
  readonly keeps: boolean;
}

/** A parameter that the emitted program will give a function of the user's TypeScript. */
export interface ContractParam {
  readonly name: string;
  /** In TypeScript. */
  readonly type: string;
  /** A call may leave it out. */
  readonly optional: boolean;
  /** `given`: comes unasked, and a function may leave it out. */
  readonly role: "param" | "options" | "receiver" | "given";
}

/** Types of the runtime that the texts of a contract may mention. */
export const CONTRACT_TYPES = [
  "Channel",
  "Declared",
  "Event",
  "Fallible",
  "Json",
  "Schema",
  "Secret",
  "Sink",
  "SinkGroup",
  "Source",
  "StatefulOperator",
  "Table",
  "Topic",
  "WireContext",
] as const;

/** The contract of a declaration that has a module; `filled` when a call gives every default itself. */
export function contractOf(declaration: Declaration, filled: boolean): Contract {
  switch (declaration.kind) {
    case "fn":
    case "field":
      return functionContract(declaration, filled);
    case "operator":
      return declaration.receiver?.kind === "generic" && declaration.receiver.name === "DStream"
        ? declaration.keeps === null
          ? batchContract(declaration, filled)
          : statefulContract(declaration, filled)
        : stepContract(declaration, filled);
    default:
      return componentContract(declaration, filled);
  }
}

/** `typescript(int[])`: `number[]` */
function typescript(type: Type): string {
  return spell(type, SPELLED_OUT);
}

const SPELLED_OUT: TypeNames = { named: () => null, runtime: (name) => name };

/** `rotated(text, 13)`: the receiver, the parameters, and a schema for what JavaScript cannot know. */
function functionContract(declaration: Declaration, filled: boolean): Contract {
  const { receiver, result, typeParams } = declaration;
  const schemas = schemaParams(declaration).map((param) => own(`schemaOf${param}`, "Schema", "given"));
  const first = receiver === null ? [] : [own("receiver", typescript(receiver), "receiver")];
  return {
    name: declaration.name,
    typeParams,
    typeArgs: writesTypes(declaration) ? typeParams : [],
    params: [...first, ...declaredParams(declaration, filled), ...schemas],
    result: result === null ? "unknown" : typescript(result),
    mayWait: false,
    keeps: false,
  };
}

/** `sample(elements, 2)`: an operator of a stream is given the whole batch, and that of each stream it takes. */
function batchContract(declaration: Declaration, filled: boolean): Contract {
  const list = (type: Type | null): string => `readonly ${typescript({ kind: "array", element: elementOf(type) })}`;
  const params = declaredParams(declaration, filled).map((param, index) => {
    const { type } = declaration.params[index] ?? {};
    return type?.kind === "generic" && type.name === "DStream" ? { ...param, type: list(type) } : param;
  });
  return {
    name: declaration.name,
    typeParams: declaration.typeParams,
    typeArgs: [],
    params: [own("elements", list(declaration.receiver), "receiver"), ...params],
    result: list(declaration.result),
    mayWait: true,
    keeps: false,
  };
}

/** `latest({ n: 2 })`: an operator that says what it keeps is made once, from its options, and asked for each batch. */
function statefulContract(declaration: Declaration, filled: boolean): Contract {
  const { name, receiver, result, typeParams, params, keeps } = declaration;
  const isOther = ({ type }: DeclaredParam): boolean => type.kind === "generic" && type.name === "DStream";
  const others = params.filter(isOther).map(({ type }) => typescript(elementOf(type)));
  const [key, state] = keeps === null ? [] : [typescript(keeps.key), typescript(keeps.value)];
  const types = [typescript(elementOf(receiver)), key, state, typescript(elementOf(result))];
  if (others.length > 0) types.push(`[${others.join(", ")}]`);
  return {
    name,
    typeParams,
    typeArgs: typeParams,
    params: [
      options(
        params.filter((param) => !isOther(param)),
        filled,
      ),
    ],
    result: `StatefulOperator<${types.join(", ")}>`,
    mayWait: false,
    keeps: true,
  };
}

/** `mask({ word: "x" })`: an operator of a wire is made once, from its options, and asked for each event. */
function stepContract(declaration: Declaration, filled: boolean): Contract {
  const { name, receiver, result, typeParams, computes } = declaration;
  const event = (type: Type | null): string => `Event<${typescript(elementOf(type))}>`;
  const isComputed = (param: DeclaredParam): boolean => computes.includes(param.name);
  const given = declaration.params.filter(isComputed).map(computedField);
  return {
    name,
    typeParams,
    typeArgs: typeParams.filter((param) => receiver !== null && mentions(receiver, param)),
    params: [
      options(
        declaration.params.filter((param) => !isComputed(param)),
        filled,
      ),
    ],
    result: `(event: ${event(receiver)}, wire: WireContext${given.length === 0 ? "" : `, given: { ${given.join("; ")} }`}) => ${event(result)} | null`,
    mayWait: false,
    keeps: false,
  };
}

/** What a function of the event gives; a function that may be left out gives nothing then. */
function computedField({ name, type, value }: DeclaredParam): string {
  const asked = type.kind === "nullable" ? type.type : type;
  const result = asked.kind === "function" ? typescript(asked.result) : "unknown";
  return `${name}${value === null ? "" : "?"}: ${result}`;
}

/** `ticks({ every: 1000 }, { name, place, element })` */
function componentContract(declaration: Declaration, filled: boolean): Contract {
  const { kind, name, params, result } = declaration;
  const members = params.find((param) => isSinks(param.type));
  if (members !== undefined) {
    const others = params.filter((param) => param !== members);
    const given = [own("members", "readonly string[]", "given"), options(others, filled)];
    return { name, typeParams: [], typeArgs: [], params: given, result: "SinkGroup", mayWait: false, keeps: true };
  }
  // A channel takes whatever its agent sends, whether its declaration says so or not.
  const typeParams = kind === "channel" ? ["T"] : declaration.typeParams;
  const element =
    result === null
      ? (typeParams[0] ?? "unknown")
      : kind === "table" && result.kind === "map"
        ? `${typescript(result.key)}, ${typescript(result.value)}`
        : typescript(result);
  return {
    name,
    typeParams,
    typeArgs: typeParams.filter((param) => result === null || mentions(result, param)),
    params: [options(params, filled), own("declared", "Declared", "given")],
    result: `${kind[0]?.toUpperCase()}${kind.slice(1)}<${element}>`,
    mayWait: false,
    keeps: true,
  };
}

function declaredParams({ params }: Declaration, filled: boolean): ContractParam[] {
  return params.map((param) => ({
    name: param.name,
    type: typescript(param.type),
    optional: !filled && param.value !== null,
    role: "param",
  }));
}

function options(params: readonly DeclaredParam[], filled: boolean): ContractParam {
  const fields = params.map(
    ({ name, type, value }) => `${name}${!filled && value !== null ? "?" : ""}: ${typescript(type)}`,
  );
  return fields.length === 0 ? own("options", "{}", "given") : own("options", `{ ${fields.join("; ")} }`, "options");
}

function own(name: string, type: string, role: ContractParam["role"]): ContractParam {
  return { name, type, optional: false, role };
}

function isSinks(type: Type): boolean {
  return type.kind === "array" && type.element.kind === "generic" && type.element.name === "Sink";
}

/** The `T` of `DStream<T>`. */
function elementOf(type: Type | null): Type {
  return (type?.kind === "generic" ? type.args[0] : undefined) ?? { kind: "error" };
}
