/** Where the events of a source go: Flume's channel selectors as the targets of a wire. */
import type { ImportContext } from "./context.ts";
import { textLiteral } from "./literals.ts";
import type { Component } from "./read/model.ts";

/** A channel of this agent, by its name in Flume; null where the output has none. */
export type ChannelName = (channel: string) => string | null;

/** The target of a source's wire; null where none of its channels is left. `tied` are the channels that Flume ties it to. */
export function targetOf(
  context: ImportContext,
  { options, path }: Component,
  tied: readonly string[],
  nameOf: ChannelName,
): string | null {
  const type = options.get("selector.type")?.value.toLowerCase() ?? "replicating";
  const list = (key: string) => options.get(`selector.${key}`)?.value.split(" ") ?? [];
  if (type !== "multiplexing") {
    const optional = list("optional");
    const required = tied.filter((channel) => !optional.includes(channel));
    const others = tied.filter((channel) => optional.includes(channel));
    return fanOut(required, others, nameOf);
  }
  const header = options.get("selector.header")?.value ?? "flume.selector.header";
  const otherwise = list("default");
  const values = new Set<string>();
  for (const key of options.keys()) {
    const value = /^selector\.(?:mapping|optional)\.(.+)$/.exec(key)?.[1];
    if (value !== undefined) values.add(value);
  }
  const cases = [...values].map((value) => {
    const mapped = list(`mapping.${value}`);
    const required = mapped.length === 0 ? otherwise : mapped;
    const optional = list(`optional.${value}`).filter((channel) => !required.includes(channel));
    return `${textLiteral(value)} => ${fanOut(required, optional, nameOf) ?? "drop"}`;
  });
  if (otherwise.length === 0) {
    const line = options.get("selector.type");
    const message =
      "without `selector.default` an event with another value is thrown away, and Flume counts it as accepted";
    if (line !== undefined) context.findings.add("misread", line, path, message);
  }
  cases.push(`else => ${fanOut(otherwise, [], nameOf) ?? "drop"}`);
  if (tied.every((channel) => nameOf(channel) === null)) return null;
  return `route e => e.headers[${textLiteral(header)}] {\n${cases.join(",\n")},\n}`;
}

/** Why Flume drops a source for its selector; null where it does not. */
export function againstSelector({ options }: Component, tied: readonly string[]): string | null {
  const type = options.get("selector.type")?.value ?? "replicating";
  if (type.toLowerCase() === "load_balancing")
    return "Flume 1.11 documents the selector `load_balancing`, and refuses it";
  if (type.toLowerCase() !== "multiplexing") {
    return /^replicating$/i.test(type) ? null : `the selector \`${type}\` is a class of your own`;
  }
  for (const [key, { value }] of options) {
    if (!/^selector\.(mapping\.|default$|optional)/.test(key)) continue;
    const lost = value.split(" ").find((channel) => !tied.includes(channel));
    if (lost !== undefined) return `\`${key}\` names \`${lost}\`, which is not one of its channels`;
  }
  return null;
}

function fanOut(required: readonly string[], optional: readonly string[], nameOf: ChannelName): string | null {
  const named = (channels: readonly string[], mark: string) =>
    channels.flatMap((channel) => {
      const name = nameOf(channel);
      return name === null ? [] : [`${name}${mark}`];
    });
  const all = [...named(required, ""), ...named(optional, "?")];
  if (all.length === 0) return null;
  return all.length === 1 ? (all[0] ?? null) : `[${all.join(", ")}]`;
}
