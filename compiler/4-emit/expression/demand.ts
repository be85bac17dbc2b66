/** What a program does with a record that is made for it alone: only the fields that it asks for have to be made. */
import type { Node } from "../../../grammar/ast.ts";
import { asValue, type Code, type Value } from "../code.ts";
import type { Module } from "../module.ts";

/** Which fields of a record that is made in one place are used anywhere, so that others need not be made. */
export interface Demand {
  /** Whether the last round found a use for `field`; in the first one everything is wanted. */
  wants(field: string): boolean;
  need(field: string): void;
  needAll(): void;
}

/** The demand for what is made at `node`. */
export function demandOf({ demanded: { last, now } }: Module, node: Node): Demand {
  const found = last.get(node);
  if (!now.has(node)) now.set(node, new Set());
  return {
    wants: (field) => found === undefined || found === null || found.has(field),
    need: (field) => {
      now.get(node)?.add(field);
    },
    needAll: () => {
      now.set(node, null);
    },
  };
}

/** What `code` gives, a record or a failure, of which only what is in demand is made. */
export function demandedValue(code: Code, demand: Demand): Value {
  const whole = (given: Code) => (): Code => {
    demand.needAll();
    return given;
  };
  const record = (name: Code): Value => ({
    ...asValue(name),
    whole: whole(name),
    partial: { name, need: demand.need },
  });
  return { ...asValue(code), whole: whole(code), attempt: { code, record } };
}
