import { array, fallible, STRING } from "../../../compiler/model/types/construct.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { RecordType, Type } from "../../../compiler/model/types/type.ts";
import { make } from "./expression.ts";
import { body } from "./lambda.ts";
import { LARGEST } from "./literals.ts";
import { typeName, unique, valueName } from "./names.ts";
import { dataType, fields, several, unionType } from "./types.ts";
import { moduleScope, type OwnFunction, type World, withLocals } from "./world.ts";

/** Types, constants, params, secrets and functions; each may use those before it. */
export function declareSome(world: World, pub: boolean): void {
  const { choices } = world;
  const ways = [
    declareFunction,
    declareConstant,
    declareRecord,
    declareFunction,
    declareParam,
    declareUnion,
    declareGeneric,
    declareSecret,
  ];
  declareRecord(world, pub);
  several(choices, 1, 10, () => choices.pick(ways)(world, pub));
}

function add(world: World, pub: boolean, text: string): void {
  const doc = world.choices.chance(10) ? "/// What it is: `*/` and ${x}.\n" : "";
  world.declarations.push(`${doc}${pub ? "pub " : ""}${text}`);
}

function declareRecord(world: World, pub: boolean): void {
  const name = unique(typeName(world.choices), world.taken);
  const type: RecordType = { kind: "record", name, fields: fields(world, 1) };
  const written = type.fields.map((field) => `${field.name}: ${show(field.type)}`);
  add(world, pub, `type ${name} = { ${written.join(world.choices.pick([", ", "\n"]))} }`);
  world.records.push(type);
}

function declareUnion(world: World, pub: boolean): void {
  const name = unique(typeName(world.choices), world.taken);
  const type = unionType(world.choices);
  add(world, pub, `type ${name} = ${show(type)}`);
  world.unions.push({ ...type, name } as Type);
}

function declareConstant(world: World, pub: boolean): void {
  const type = dataType(world);
  // A text keeps its own type where none is written.
  const isWritten = type.kind === "string" || world.choices.chance(50);
  const value = make(type, moduleScope(world), !isWritten).text.replaceAll(LARGEST, "9");
  const name = unique(valueName(world.choices), world.taken);
  add(world, pub, `const ${name}${isWritten ? `: ${show(type)}` : ""} = ${value}`);
  world.values.push({ name, type });
}

const PARAMS: readonly Type["kind"][] = ["string", "int", "float", "bool", "duration", "size"];

function declareParam(world: World, pub: boolean): void {
  const type = { kind: world.choices.pick(PARAMS) } as Type;
  const value = make(type, moduleScope(world, 1), false).text;
  const name = unique(valueName(world.choices), world.taken);
  add(world, pub, `param ${name}: ${show(type)} = ${value}`);
  world.values.push({ name, type });
}

function declareSecret(world: World, pub: boolean): void {
  if (world.taken.has("env")) return;
  add(world, pub, `secret ${unique(valueName(world.choices), world.taken)} = env("HOME")`);
}

function declareFunction(world: World, pub: boolean): void {
  const { choices } = world;
  const name = unique(valueName(choices), world.taken);
  const taken = new Set<string>();
  const params = several(choices, 0, 3, (index) => {
    const type = dataType(world);
    const value = index > 0 && choices.chance(30) ? make(type, moduleScope(world, 1), false).text : null;
    return { name: unique(valueName(choices), taken), type, value };
  });
  const inner = dataType(world);
  const fails = choices.chance(40);
  const scope = { ...withLocals(moduleScope(world), params), fails };
  const isWritten = fails || choices.chance(80);
  const text = body(inner, scope, !isWritten);
  const written = params.map((one) => `${one.name}: ${show(one.type)}${one.value === null ? "" : ` = ${one.value}`}`);
  const result = fails ? fallible(inner) : inner;
  const head = `fn ${name}(${written.join(", ")})${isWritten ? `: ${show(result)}` : ""}`;
  add(world, pub, `${head}${text.startsWith("{\nlet ") ? ` ${text}` : ` = ${text}`}`);
  const declared = params.map((one) => ({ name: one.name, type: one.type, optional: one.value !== null }));
  world.functions.push({ name, typeParams: [], params: declared, result });
}

/** What a function may make of a `T` without knowing it. */
function declareGeneric(world: World, pub: boolean): void {
  const { choices } = world;
  const t: Type = { kind: "parameter", name: choices.pick(["T", "U", "V2"]) };
  const name = unique(valueName(choices), world.taken);
  // These names nothing hides: a `T` comes from nowhere else.
  const params = [
    { name: "given1", type: t, optional: false },
    {
      name: "given2",
      type: choices.pick<Type>([array(t), STRING, { kind: "record", fields: [{ name: "of", type: t }] }]),
      optional: false,
    },
    {
      name: "given3",
      type: { kind: "function", params: [{ name: null, type: t }], result: t } as Type,
      optional: false,
    },
  ].slice(0, 1 + choices.below(3));
  const result = choices.pick<Type>([t, array(t), { kind: "tuple", elements: [t, STRING] }]);
  const text = body(result, withLocals(moduleScope(world, 2), params), false);
  const written = params.map((one) => `${one.name}: ${show(one.type)}`).join(", ");
  const head = `fn ${name}<${show(t)}>(${written}): ${show(result)}`;
  add(world, pub, `${head}${text.startsWith("{\nlet ") ? ` ${text}` : ` = ${text}`}`);
  world.functions.push({ name, typeParams: [show(t)], params, result } satisfies OwnFunction);
}
