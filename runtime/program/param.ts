import type { Codec } from "../codec/codec.ts";
import { jsonCodec } from "../codec/json.ts";
import { scalarCodec } from "../codec/scalar.ts";
import { Failure } from "../contract/failure.ts";
import { quit } from "../contract/quit.ts";
import type { Schema } from "../contract/schema.ts";
import { env, withVariables } from "../contract/secret.ts";
import { parseOptions, UsageError } from "./options.ts";

/**
 * The params that the program has, and where each has its value from. Module state, because params have their values
 * while the program's module is evaluated, long before `run` is called; `run` only learns here which `--set` names exist.
 */
const declaredParams = new Map<string, string>();

/**
 * The value of a param whose type has a plain text, or of a nullable one: `--set name=value`, read as `schema` says, or
 * else what `fallback` gives. Ends the process with 2 when the text is no such value, or there is neither.
 */
export function param<T>(name: string, schema: Schema, place: string, fallback?: () => T): T {
  return readParam(name, schema, scalarCodec<T>, place, fallback);
}

/** The same for the other types, which are given as JSON. Apart, since few programs need the decoder of JSON for it. */
export function jsonParam<T>(name: string, schema: Schema, place: string, fallback?: () => T): T {
  return readParam(name, schema, jsonCodec<T>, place, fallback);
}

function readParam<T>(
  name: string,
  schema: Schema,
  codecOf: (schema: Schema) => Codec<T>,
  place: string,
  fallback?: () => T,
): T {
  declaredParams.set(name, `--set ${name}`);
  let text: string | undefined;
  try {
    text = parseOptions(process.argv.slice(2)).set.get(name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return quit(error.message, 2);
  }
  if (text === undefined) {
    if (fallback !== undefined) return readFallback(name, fallback);
    return quit(`${place}: param ${name} has no value; give one with --set ${name}=…`, 2);
  }
  if (schema.kind === "nullable" && text === "null") return null as T;
  const value = codecOf(schema.kind === "nullable" ? schema.type : schema).decode(text);
  if (value instanceof Failure) return quit(`${place}: param ${name}: ${value.reason}`, 2);
  return value;
}

function readFallback<T>(name: string, fallback: () => T): T {
  const { value, variables } = withVariables(fallback);
  const given = variables.filter((variable) => env(variable) !== null);
  const origin = given.length === 0 ? `the default of ${name}` : given.map((variable) => `$${variable}`).join(" and ");
  declaredParams.set(name, origin);
  return value;
}

/** Where a param has its value from, for messages: `--set rate`, `$RATE`, `the default of rate`. */
export function originOf(name: string): string {
  return declaredParams.get(name) ?? `--set ${name}`;
}

/** Names given with `--set` that no param has. */
export function unknownParams(names: Iterable<string>): string[] {
  return [...names].filter((name) => !declaredParams.has(name));
}

/** All params, for messages. */
export function paramNames(): string[] {
  return [...declaredParams.keys()];
}
