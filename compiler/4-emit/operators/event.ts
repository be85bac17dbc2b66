import { asValue, type Code, member, recordOf, type Value } from "../code.ts";

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
