import type { Expr } from "../../grammar/ast.ts";
import type { OperatorPlan } from "../3-plan/plan.ts";
import type { Type } from "../model/types/type.ts";
import { asValue, call, type Value } from "./code.ts";
import type { Doc } from "./doc.ts";
import { constantOf } from "./expression/prepared.ts";
import { type At, referred, stdlib } from "./module.ts";
import { schemaOf } from "./schema.ts";

/** Name of the endpoint that `else -> target` sends to. */
export function rejectsOf(operator: OperatorPlan, target: Expr): string {
  const found = operator.rejects.find(
    (one) => one.place.span.start <= target.span.start && target.span.end <= one.place.span.end,
  );
  if (found === undefined) throw new Error(`${operator.id} rejects nothing here`);
  return found.to;
}

/** A function that makes a dead letter of a body: its text or its JSON. Null where it is taken as it is. */
export function jsonText(type: Type, wanted: Type, at: At): Doc | null {
  if (type.kind === wanted.kind) return null;
  const json = (): Doc => {
    const writer = stdlib(at, "json/json", "jsonWriter");
    return referred(at, constantOf("json", call(writer, [schemaOf(at, type)]).doc, at));
  };
  if (wanted.kind === "string") return json();
  const toBytes = stdlib(at, "encoding/encoding", "toBytes");
  return type.kind === "string" ? toBytes : ["(body) => ", call(toBytes, [call(json(), ["body"]).doc]).doc];
}

/** `body`, of type `type`, as an endpoint of `wanted` takes it: one of strings takes everything, as `print` shows it in Scala. */
export function asTaken(body: Value, type: Type, wanted: Type, at: At): Value {
  if (wanted.kind !== "string" || type.kind === "string") return body;
  const shower = stdlib(at, "support/show/show-scala", "scalaShower");
  const show = referred(at, constantOf("show", call(shower, [schemaOf(at, type)]).doc, at));
  return asValue(call(show, [body.whole().doc]));
}
