import type { Type } from "../../compiler/model/types/type.ts";

/** `type` without the fields that `body` lacks: behind a step, a program has not made those that nothing reads. */
export function typeAtHand(type: Type, body: unknown): Type {
  if (body === null || body === undefined) return type;
  switch (type.kind) {
    case "record": {
      const record = body as Record<string, unknown>;
      const made = type.fields.filter(({ name }) => record[name] !== undefined);
      const fields = made.map((field) => ({ ...field, type: typeAtHand(field.type, record[field.name]) }));
      const isWhole = fields.length === type.fields.length && fields.every((field, n) => field.type === made[n]?.type);
      return isWhole ? type : { kind: "record", fields };
    }
    case "tuple": {
      const elements = type.elements.map((element, n) => typeAtHand(element, (body as unknown[])[n]));
      return elements.every((element, n) => element === type.elements[n]) ? type : { ...type, elements };
    }
    case "nullable":
    case "fallible": {
      const inner = typeAtHand(type.type, body);
      return inner === type.type ? type : { ...type, type: inner };
    }
    default:
      return type;
  }
}
