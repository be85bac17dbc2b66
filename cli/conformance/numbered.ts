import { type Event, event } from "../../runtime/contract/event.ts";
import type { Schema } from "../../runtime/contract/schema.ts";

/** The text that stands for a number wherever a component has text. */
export function markOf(number: number): string {
  return `conformance ${number}.`;
}

/** The numbers in what a component has given or written, in order, whatever stands around them. */
export function numbersIn(text: string): number[] {
  return [...text.matchAll(/conformance (\d+)\./g)].map(([, number]) => Number(number));
}

/** The numbers in a body. */
export function numbersOf(body: unknown): number[] {
  return numbersIn(body instanceof Uint8Array ? Buffer.from(body).toString() : textOf(body));
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  if (body instanceof Map) return textOf([...body]);
  return JSON.stringify(body, (_, value: unknown) => (value instanceof Map ? [...value] : value)) ?? "";
}

/** Whether a body of `schema` has text that a number can stand in. */
export function canBeNumbered(schema: Schema): boolean {
  return numbersOf(bodyOf(schema, 7)).length > 0;
}

/** Events of `schema` with the numbers from `from` to, but without, `to`. */
export function numberedEvents(schema: Schema, from: number, to: number): Event[] {
  return Array.from({ length: to - from }, (_, index) => event(bodyOf(schema, from + index)));
}

/** A body of `schema` whose texts are `text`, by default the mark of `number`. */
export function bodyOf(schema: Schema, number: number, text = markOf(number)): unknown {
  switch (schema.kind) {
    case "string":
      return text;
    case "bytes":
      return Buffer.from(text);
    case "bool":
      return number % 2 === 0;
    case "int":
    case "float":
    case "timestamp":
    case "duration":
    case "size":
      return number;
    case "json":
    case "null":
      return null;
    case "literal":
      return schema.values[0];
    case "array":
      return [bodyOf(schema.element, number, text)];
    case "tuple":
      return schema.elements.map((element) => bodyOf(element, number, text));
    case "record":
      return Object.fromEntries(
        Object.entries(schema.fields).map(([name, field]) => [name, bodyOf(field, number, text)]),
      );
    case "map":
      return new Map([[bodyOf(schema.key, number, text), bodyOf(schema.value, number, text)]]);
    case "nullable":
      return bodyOf(schema.type, number, text);
  }
}
