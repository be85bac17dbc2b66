/** What operators of pairs share: the types of their keys and values, and the calls that take both. */
import type { InputPort, StreamOperator } from "../../3-plan/plan.ts";
import type { Type } from "../../model/types/type.ts";
import { declareConst } from "../block.ts";
import { call, type Value } from "../code.ts";
import type { Doc } from "../doc.ts";
import { type At, runtime } from "../module.ts";
import type { NameHint } from "../operators/name-hint.ts";
import { keyAndValue } from "../operators/pair.ts";
import type { RuntimeValue } from "../runtime-names.ts";
import { typeText } from "../types.ts";
import { letName } from "./graph.ts";
import { keyOf } from "./key-of.ts";
import { callStore, type Gathering } from "./operator-emitter.ts";

/** Of operators that take pairs apart. */
export const PAIR_HINT: NameHint = { name: null, parts: ["key", "value"] };

/** Key and value type of the pairs that come in by `input`. */
export function pairTypes({ port, element }: InputPort): readonly [Type, Type] {
  const [key, value] = element.kind === "tuple" ? element.elements : [];
  if (key === undefined || value === undefined) throw new Error(`${port} takes no pairs`);
  return [key, value];
}

/** Declares something of the runtime that gathers pairs by key: `const merged = new KeyedBatch<string, number>();` */
export function openKeyed(name: RuntimeValue, operator: StreamOperator, hint: string, at: At): string {
  const made = newByKey(`new ${runtime(at, name)}`, pairTypes(operator.inputs[0]), at);
  return declareConst(at.block, letName(operator) ?? hint, made);
}

/** `new Class<Key, …>(…args, keyOf)`: makes what tells keys of the first type apart. `maker` is its beginning. */
export function newByKey(maker: string, types: readonly [Type, ...Type[]], at: At, args: readonly Doc[] = []): Doc {
  const byValue = keyOf(types[0]);
  const written = types.map((type) => typeText(at.module, type)).join(", ");
  return call(`${maker}<${written}>`, byValue === null ? args : [...args, byValue]).doc;
}

/** Writes `store.method(key)` of a pair that came in by `port`. */
export function callWithKey(method: string, port: string, pair: Value, gathering: Gathering): void {
  const [key] = partsOfPair(port, pair, gathering);
  callStore(method, port, [key.whole().doc], gathering);
}

/** Writes `store.method(key, value, …)` of a pair that came in by `port`. */
export function callWithPair(method: string, port: string, pair: Value, gathering: Gathering): void {
  const [key, value] = partsOfPair(port, pair, gathering);
  callStore(method, port, [key.whole().doc, value.whole().doc], gathering);
}

/**
 * Writes `store.method(key, …)`, or `store.methodPart(text, from, to, …)` for a key that is a part of a text and that
 * nobody else has had cut out.
 */
export function callByKey(method: string, port: string, key: Value, rest: readonly Doc[], gathering: Gathering): void {
  const { part } = key;
  if (part === undefined || part.isCut()) callStore(method, port, [key.whole().doc, ...rest], gathering);
  else callStore(`${method}Part`, port, [part.text, part.from, part.to, ...rest], gathering);
}

/** Key and value of a pair that came in by `port`. */
export function partsOfPair(port: string, pair: Value, { operator, at }: Gathering): readonly [Value, Value] {
  const input = operator.inputs.find((one) => one.port === port) ?? operator.inputs[0];
  return keyAndValue(pair, input.element, at);
}
