import { STRING } from "../../model/types/construct.ts";
import { substitute } from "../../model/types/inference.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, moduleEnv } from "../context/context.ts";

/** `Event<T>` of the standard library: what a lambda on an agent's wire is given. */
export function eventOf(context: CheckContext, body: Type): Type {
  const symbol = context.scopes.stdlib.names.get("Event")?.find((one) => one.kind === "type");
  if (symbol?.kind !== "type") {
    const headers: Type = { kind: "map", key: STRING, value: STRING };
    return {
      kind: "record",
      name: "Event",
      fields: [
        { name: "body", type: body },
        { name: "headers", type: headers },
      ],
    };
  }
  const type = context.typeOfSymbol(symbol, symbol.decl, moduleEnv(symbol.unit));
  const param = symbol.decl.typeParams[0]?.text ?? "T";
  return substitute(type, new Map([[param, body]]));
}
