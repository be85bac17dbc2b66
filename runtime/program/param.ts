import { jsonCodec } from "../codec/json.ts";
import { hasPlainText, textCodec } from "../codec/text.ts";
import { Failure } from "../failure.ts";
import type { Schema } from "../schema.ts";
import { parseOptions, UsageError } from "./options.ts";
import { quit } from "./quit.ts";

/**
 * Names of the params that the program has. Module state, because params have their values while the program's
 * module is evaluated, long before `run` is called; `run` only learns here which `--set` names exist.
 */
const declaredParams = new Set<string>();

/**
 * The value of a param: `--set name=value`, read as `schema` says, or else what `fallback` gives. Ends the process
 * with 2 when the text is no such value, or there is neither.
 */
export function param<T>(name: string, schema: Schema, place: string, fallback?: () => T): T {
  declaredParams.add(name);
  let text: string | undefined;
  try {
    text = parseOptions(process.argv.slice(2)).set.get(name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return quit(error.message, 2);
  }
  if (text === undefined) {
    if (fallback !== undefined) return fallback();
    return quit(`${place}: param ${name} has no value; give one with --set ${name}=…`, 2);
  }
  const value = readParam<T>(schema, text);
  if (value instanceof Failure) return quit(`${place}: param ${name}: ${value.reason}`, 2);
  return value;
}

/** Names given with `--set` that no param has. */
export function unknownParams(names: Iterable<string>): string[] {
  return [...names].filter((name) => !declaredParams.has(name));
}

/** All params, for messages. */
export function paramNames(): string[] {
  return [...declaredParams];
}

/** Plain text where the type has one, JSON for the rest; `null` for a nullable. */
function readParam<T>(schema: Schema, text: string): T | Failure {
  if (schema.kind === "nullable" && text !== "null") return readParam(schema.type, text);
  return (hasPlainText(schema) ? textCodec<T>(schema) : jsonCodec<T>(schema)).decode(text);
}
