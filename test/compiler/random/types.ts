import {
  array,
  BOOL,
  FLOAT,
  INT,
  JSON_TYPE,
  nullable,
  primitive,
  STRING,
  tuple,
} from "../../../compiler/model/types/construct.ts";
import type { RecordTypeField, Type } from "../../../compiler/model/types/type.ts";
import type { Choices } from "./choices.ts";
import { fieldName } from "./names.ts";
import type { World } from "./world.ts";

const PLAIN: readonly Type[] = [STRING, INT, FLOAT, BOOL];
const OTHERS: readonly Type[] = [
  primitive("timestamp"),
  primitive("duration"),
  primitive("size"),
  primitive("bytes"),
  JSON_TYPE,
];

/** A type of data, such as a topic's or a parameter's; `depth` bounds how much stands in one another. */
export function dataType(world: World, depth = 2): Type {
  const { choices } = world;
  const way = choices.below(depth > 0 ? 14 : 6);
  if (way < 4) return choices.pick(PLAIN);
  if (way === 4) return choices.pick(OTHERS);
  if (way === 5) return choices.pick([...world.records, ...world.unions, STRING]);
  if (way === 6 || way === 7) return array(dataType(world, depth - 1));
  if (way === 8 || way === 9) return tuple(...several(choices, 2, 4, () => dataType(world, depth - 1)));
  if (way === 10) return { kind: "map", key: keyType(world), value: dataType(world, depth - 1) };
  if (way === 11) return { kind: "record", fields: fields(world, depth - 1) };
  return nullable(dataType(world, depth - 1));
}

/** A type by whose values things can be found. */
export function keyType(world: World): Type {
  return world.choices.pick([STRING, INT, BOOL, ...world.unions]);
}

export function fields(world: World, depth: number): RecordTypeField[] {
  const names = new Set(several(world.choices, 1, 5, () => fieldName(world.choices)));
  return [...names].map((name) => ({ name, type: dataType(world, depth) }));
}

/** `type` with no `Event` of the library in it, whose name would want a type argument. */
export function spelled(type: Type): Type {
  switch (type.kind) {
    case "array":
      return array(spelled(type.element));
    case "tuple":
      return tuple(...type.elements.map(spelled));
    case "map":
      return { ...type, value: spelled(type.value) };
    case "nullable":
      return nullable(spelled(type.type));
    case "record":
      if (type.name !== undefined && type.name !== "Event") return type;
      return { kind: "record", fields: type.fields.map((field) => ({ name: field.name, type: spelled(field.type) })) };
    default:
      return type;
  }
}

/** A union of texts, of whole numbers, or of both. */
export function unionType(choices: Choices): Type {
  const values: readonly (string | number)[] = choices.pick([
    ["on", "off"],
    ["debug", "info", "warn", "it's", 'a "b"', "${x}"],
    [0, 1, 2],
    ["constructor", "__proto__", "toString"],
  ]);
  return { kind: "union", members: values.map((value) => ({ kind: "literal", value })) };
}

/** Between `least` and `most` of what `make` makes. */
export function several<T>(choices: Choices, least: number, most: number, make: (index: number) => T): T[] {
  return Array.from({ length: least + choices.below(most - least + 1) }, (_, index) => make(index));
}
