/**
 * A plan as JSON, for whoever compares two of them or shows one without a compiler. `docs/plan.md` describes it. What is
 * written can be read back; of two programs with the same plan the texts are equal, wherever their files lie.
 */
import { join, relative } from "node:path/posix";
import { show } from "../model/types/show.ts";
import type { Type } from "../model/types/type.ts";
import type { Place, Plan } from "./plan.ts";

/** Counts up when a reader of the last form could misunderstand the next one. */
const PLAN_VERSION = 1;

/** JSON texts have one zero only. */
const MINUS_ZERO = { number: "-0" };

/** `folder` is where the entry file lies, which the others are named from. */
export function planToJson(plan: Plan, folder: string): object {
  const write = (value: unknown, key: string): unknown => {
    if (Object.is(value, -0)) return MINUS_ZERO;
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((one) => write(one, ""));
    if (value instanceof Map) return Object.fromEntries(value);
    if (isType(key)) return { text: show(value as Type), schema: value };
    if (isPlace(value)) return { ...value, file: relative(folder, value.file) };
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, write(one, name)]));
  };
  return { version: PLAN_VERSION, ...(write(plan, "") as object) };
}

/** The plan that was written, for files below `folder`. Throws where `json` is of another version. */
export function planFromJson(json: object, folder: string): Plan {
  const { version, ...plan } = json as { readonly version?: unknown };
  if (version !== PLAN_VERSION) throw new Error(`a plan of version ${version}; this is version ${PLAN_VERSION}`);
  const read = (value: unknown, key: string): unknown => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((one) => read(one, ""));
    if ("number" in value && value.number === MINUS_ZERO.number) return -0;
    if (key === "options") return new Map(Object.entries(value));
    if (isType(key)) return (value as { readonly schema: Type }).schema;
    if (isPlace(value)) return { ...value, file: join(folder, value.file) };
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, read(one, name)]));
  };
  return read(plan, "") as Plan;
}

/** Whether the property of that name holds a type. */
function isType(key: string): boolean {
  return key === "element";
}

function isPlace(value: object): value is Place {
  return "span" in value && "file" in value && "text" in value;
}
