import type { Declaration, DeclaredParam } from "../../../compiler/model/declaration.ts";
import { fits, same } from "../../../compiler/model/types/fits.ts";
import { inference } from "../../../compiler/model/types/inference.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import { walk } from "../../../grammar/walk.ts";
import { lambda } from "./lambda.ts";
import { quote } from "./literals.ts";
import { moduleScope, type World } from "./world.ts";

/** A call of a component with all options that it needs and some that it does not. */
export function component(declaration: Declaration, body: Type | null, world: World): string {
  const number = world.components.count++;
  const options = declaration.params.flatMap((param) => {
    if (param.value !== null && (!world.choices.chance(20) || isBound(param, declaration))) return [];
    const value = option(param, textOf(param, declaration, number), body, world, number);
    return value === null ? [] : `${param.name}: ${value}`;
  });
  return `${declaration.name}(${options.join(", ")})`;
}

/** A text that the option takes, where it is one: an address of a server, or a place with a scheme. */
function textOf({ name }: DeclaredParam, { checks }: Declaration, number: number): string {
  if (checks.some(({ kind, param }) => kind === "addresses" && param === name)) return `server${number}:9092`;
  const schemes = checks.find(({ kind, param }) => kind === "scheme" && param === name)?.values ?? [];
  return `${schemes.includes("file") ? "file" : (schemes[0] ?? "file")}:///tmp/x${number}`;
}

/** True where an option has to go with others, or to be of some length; those of capacity do. */
function isBound({ name, type }: DeclaredParam, declaration: Declaration): boolean {
  const isNumber = type.kind === "int";
  let found = false;
  for (const { condition: one } of declaration.requires) {
    walk(one, (node) => {
      if (node.kind === "NameExpr" && node.text === name && !isNumber) found = true;
    });
  }
  return found;
}

/** A value for an option; null for one that is left at its default. */
function option(
  { name, type, value }: DeclaredParam,
  text: string,
  body: Type | null,
  world: World,
  number: number,
): string | null {
  const { choices } = world;
  const inner = type.kind === "nullable" ? type.type : type;
  switch (inner.kind) {
    case "int":
      // Small batches, large channels: what has to fit does.
      return /^capacity$/.test(name)
        ? "100_000"
        : /^batchSize$/.test(name)
          ? "7"
          : /port/i.test(name)
            ? `${2000 + number}`
            : null;
    case "bool":
      return value === null ? "true" : choices.pick(["true", "false"]);
    case "duration":
      return choices.pick(["5s", "1m"]);
    case "union": {
      // Not every body has a form as plain text.
      if (name === "codec") return null;
      const member = choices.pick(inner.members);
      return member.kind === "literal" && typeof member.value === "string" ? quote(choices, member.value) : null;
    }
    case "string":
      return value === null ? `"${text}"` : null;
    case "array":
      return value === null ? `["/tmp/x${number}"]` : null;
    case "function": {
      if (body === null) return null;
      const typed = { ...inner, params: [{ name: null, type: body }] };
      return lambda(typed, moduleScope(world, 2), false).text;
    }
    default:
      return null;
  }
}

/** Sinks that take a `body`, without those that are made of other sinks. */
export function sinksFor(body: Type, world: World): readonly Declaration[] {
  return world.stdlib.components("sink").filter((one) => {
    const isGroup = one.params.some(({ type }) => type.kind === "array" && type.element.kind === "generic");
    return !isGroup && one.result !== null && fits(body, one.result, inference(one.typeParams));
  });
}

/** Topics that take a `body`, and those that give one. */
export function topicsFor(body: Type, topics: readonly Topic[]): readonly Topic[] {
  return topics.filter((one) => fits(body, one.element));
}

/** A topic of the program. */
export interface Topic {
  readonly name: string;
  readonly element: Type;
}

/** Those that are read and those that are written: what is both could be a loop without an end. */
export interface Topics {
  readonly read: readonly Topic[];
  readonly written: readonly Topic[];
}

export function isText(type: Type): boolean {
  return same(type, { kind: "string" });
}
