import { type Code, literal, member, object, property, type Value, valueOf } from "../code.ts";

/** An event that is there as a whole, by a name. */
export function eventOf(event: Code): Value {
  const fields = new Map([
    ["body", valueOf(member(event, "body"))],
    ["headers", valueOf(member(event, "headers"))],
  ]);
  return { whole: () => event, parts: null, fields };
}

/** The event with another body; it is built only where the whole is asked for. */
export function withBody(event: Value, body: Value): Value {
  const headers = event.fields?.get("headers");
  if (headers === undefined) throw new Error("no event at hand");
  const fields = new Map([
    ["body", body],
    ["headers", headers],
  ]);
  const whole = (): Code =>
    literal(object([property("body", body.whole().doc), property("headers", headers.whole().doc)]));
  return { whole, parts: null, fields };
}
