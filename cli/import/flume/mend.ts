/** Components that Flume did not run for a slip whose meaning is plain: the output has what was meant, and says so. */
import { suggest } from "../../../grammar/did-you-mean.ts";
import { type FlumeKey, type FlumeType, findType } from "./known/flume-type.ts";
import type { Findings } from "./read/findings.ts";
import type { Agent, Component } from "./read/model.ts";
import type { Property } from "./read/properties.ts";
import { isNumber, isNumeric } from "./values.ts";

/** `120 # two minutes`: Java has no comments behind a value. */
const COMMENT_BEHIND = /^(\S.*?)\s+#.*$/s;

/** The component with the values that were meant. */
export function mended(component: Component, agent: Agent, types: readonly FlumeType[], findings: Findings): Component {
  const bare = withoutCommentsBehind(component, types, findings);
  const type = findType(types, bare.options.get("type")?.value ?? "");
  const named = withRequiredKeys(bare, keysOf(type, component), findings);
  return withStrayChannel(named, agent, findings);
}

/** The key that Flume would read `written` by; null for one that it does not know. */
export function keyOf(keys: readonly FlumeKey[] | null, written: string): FlumeKey | null {
  if (keys === null) return { name: written, kind: "text", required: false, fallback: null };
  const exact = keys.find(({ name }) => name === written);
  return exact ?? keys.find(({ name }) => name.endsWith(".*") && written.startsWith(name.slice(0, -1))) ?? null;
}

/** The key that ties a component to channels. */
export function channelKey({ section }: Pick<Component, "section">): "channel" | "channels" | null {
  return section === "sinks" ? "channel" : section === "sources" ? "channels" : null;
}

/** What stands before a comment behind a value was meant, where the whole could not run. */
function withoutCommentsBehind(component: Component, types: readonly FlumeType[], findings: Findings): Component {
  const commented = [...component.options].filter(([, { value }]) => COMMENT_BEHIND.test(value));
  if (commented.length === 0) return component;
  const bare = (value: string) => COMMENT_BEHIND.exec(value)?.[1] ?? value;
  const written = component.options.get("type")?.value ?? "";
  const type = findType(types, written) ?? findType(types, bare(written));
  const spoilt = commented.find(([key, { value }]) => {
    const kind = keyOf(type?.keys ?? [], key)?.kind ?? "text";
    return key === "type" || key === "channel" || (isNumeric(kind) && isNumber(bare(value)));
  });
  const what = "a comment has to stand in a line of its own";
  if (spoilt === undefined) {
    for (const [key, one] of commented) {
      findings.add("misread", one, component.path, `${what}: \`${key}\` is \`${one.value}\` to Flume`);
    }
    return component;
  }
  const options = new Map(component.options);
  for (const [key, one] of commented) options.set(key, { ...one, value: bare(one.value) });
  const [key, one] = spoilt;
  const message = `${what}: \`${key}\` is \`${one.value}\` to Flume, which never ran \`${component.name}\` for it; here the comments are not part of the values`;
  findings.add("mended", one, component.path, message);
  return { ...component, options };
}

/** A required key that is misspelt. */
function withRequiredKeys(component: Component, keys: readonly FlumeKey[], findings: Findings): Component {
  let { options } = component;
  for (const { name, required } of keys) {
    if (!required || options.has(name)) continue;
    const unknown = [...options.keys()].filter((key) => keyOf(keys, key) === null);
    const meant = suggest(name, unknown);
    const found = meant === null ? undefined : options.get(meant);
    if (meant === null || found === undefined) continue;
    const message = `\`${meant}\` should be \`${name}\`, without which Flume never ran \`${component.name}\`; here it is read as that`;
    findings.add("mended", found, component.path, message);
    const others = new Map(options);
    others.delete(meant);
    options = others.set(name, found);
  }
  return { ...component, options };
}

/** The channel that a line gives to a component which no list names: the tutorial's `a1.sinks.k1.channel`. */
function withStrayChannel(component: Component, agent: Agent, findings: Findings): Component {
  const key = channelKey(component);
  if (key === null || component.options.has(key) || component.options.size === 0) return component;
  const strays = agent.undeclared.filter(
    ({ section, options }) => section === component.section && options.size === 1 && options.has(key),
  );
  const unbound = agent.components.filter(({ section, options }) => section === component.section && !options.has(key));
  const [stray] = strays;
  if (strays.length !== 1 || unbound.length !== 1 || stray === undefined) return component;
  const line = stray.options.get(key) as Property;
  const message =
    `the line gives \`${line.value}\` to \`${stray.name}\`, which no list names, so \`${component.name}\` has no ` +
    `channel and Flume never ran it; here it has that one`;
  findings.add("mended", line, component.path, message);
  return { ...component, options: new Map(component.options).set(key, line) };
}

function keysOf(type: FlumeType | null, component: Component): readonly FlumeKey[] {
  const key = channelKey(component);
  const own: readonly FlumeKey[] =
    key === null
      ? [{ name: "type", kind: "text", required: true, fallback: null }]
      : ["type", key].map((name) => ({ name, kind: "text" as const, required: true, fallback: null }));
  return [...own, ...(type?.keys ?? [])];
}
