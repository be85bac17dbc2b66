import type { Type } from "../../compiler/model/types/type.ts";
import type { Shape } from "../../runtime/program/ui/messages.ts";

/** Types within types that are looked into. */
const DEEPEST = 8;

/** How bodies of a type are shown; fields whose names are in `masked` are not. */
export function shapeOf(type: Type, masked: ReadonlySet<string>, depth = 0): Shape {
  if (depth > DEEPEST) return "plain";
  const inner = (one: Type) => shapeOf(one, masked, depth + 1);
  switch (type.kind) {
    case "secret":
      return "masked";
    case "timestamp":
      return "time";
    case "nullable":
    case "fallible":
      return inner(type.type);
    case "array":
      return within(inner(type.element), (list) => ({ list }));
    case "map":
      return within(inner(type.value), (map) => ({ map }));
    case "tuple": {
      const tuple = type.elements.map(inner);
      return tuple.every((one) => one === "plain") ? "plain" : { tuple };
    }
    case "record": {
      const fields = type.fields.map(({ name, type: own }) => {
        return [name, masked.has(name) ? "masked" : inner(own)] as const;
      });
      const special = fields.filter(([, shape]) => shape !== "plain");
      return special.length === 0 ? "plain" : { record: Object.fromEntries(special) };
    }
    default:
      return "plain";
  }
}

function within(shape: Shape, around: (shape: Shape) => Shape): Shape {
  return shape === "plain" ? "plain" : around(shape);
}
