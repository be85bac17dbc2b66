import { STRING } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { asValue, type Code, member, recordOf, type Value } from "../code.ts";
import { needsWriting } from "../types.ts";

/** An event that is there as a whole, by a name. */
export function eventOf(event: Code): Value {
  const fields = new Map([
    ["body", asValue(member(event, "body"))],
    ["headers", asValue(member(event, "headers"))],
  ]);
  return { whole: () => event, parts: null, fields };
}

/** The event with another body; it is built only where the whole is asked for. */
export function withBody(event: Value, body: Value): Value {
  const headers = event.fields?.get("headers");
  if (headers === undefined) throw new Error("no event at hand");
  return recordOf(
    new Map([
      ["body", body],
      ["headers", headers],
    ]),
  );
}

/** Type of events whose bodies are of type `body`. */
export function eventType(body: Type): Type {
  const headers: Type = { kind: "map", key: STRING, value: STRING };
  return {
    kind: "record",
    // Where TypeScript finds the type by itself, it needs no name.
    ...(needsWriting(body) ? { name: "Event" } : {}),
    fields: [
      { name: "body", type: body },
      { name: "headers", type: headers },
    ],
  };
}
