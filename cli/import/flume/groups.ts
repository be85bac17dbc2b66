/** Sink groups, as the sinks that they are here. */
import type { ImportContext } from "./context.ts";
import { type FlumeType, flumeTypes, readKeys } from "./known/flume-type.ts";
import { counterpart } from "./library.ts";
import { keyOf } from "./mend.ts";
import { optionCode } from "./option-code.ts";
import type { Agent, Component } from "./read/model.ts";
import { isNumber } from "./values.ts";

const TYPES: readonly FlumeType[] = flumeTypes({
  failover: "processor.maxpenalty=30000ms processor.priority.*",
  load_balance: "processor.selector=round_robin processor.backoff=false processor.selector.maxTimeOut=30000ms",
});

/** A group of sinks of Flume's that has a counterpart. */
export interface SinkGroup {
  /** Names of its sinks in Flume, best first. */
  readonly sinks: readonly string[];
  /** The group over the names of its sinks here. */
  code(sinks: readonly string[]): string;
}

/** The groups that Flume would run, told once; sinks of others, which it never ran, by name with the reason. */
export function groupsOf(
  context: ImportContext,
  agent: Agent,
  isThere: (sink: string) => boolean,
  tell: boolean,
): { readonly groups: readonly SinkGroup[]; readonly lost: ReadonlyMap<string, string> } {
  const groups: SinkGroup[] = [];
  const lost = new Map<string, string>();
  const grouped = new Set<string>();
  for (const component of agent.components.filter(({ section }) => section === "sinkgroups")) {
    const named = component.options.get("sinks")?.value.split(/\s+/) ?? [];
    const sinks = named.filter((sink) => isThere(sink) && !grouped.has(sink));
    const reason = againstGroup(component, named);
    if (reason !== null) {
      if (tell) context.findings.add("never ran", component.at, agent.name, reason);
      for (const sink of sinks) lost.set(sink, reason);
      continue;
    }
    const missing = named.filter((sink) => !sinks.includes(sink));
    if (missing.length > 0 && tell) {
      const what = missing.map((sink) => `\`${sink}\``).join(", ");
      const message = `the group \`${component.name}\` names ${what}, which it does not have, so Flume runs nothing of the agent; here the group has the others`;
      context.findings.add("mended", component.options.get("sinks") ?? component.at, agent.name, message);
    }
    for (const sink of sinks) grouped.add(sink);
    groups.push(groupOf(context, component, sinks));
  }
  return { groups, lost };
}

function againstGroup({ name, options }: Component, named: readonly string[]): string | null {
  const type = options.get("processor.type")?.value.toLowerCase();
  if (named.length === 0) return `the group \`${name}\` has no \`sinks\`: the whole process ended there`;
  if (type === undefined)
    return `the group \`${name}\` has no \`processor.type\`, so Flume drops it, and never runs its sinks`;
  if (type === "default" && named.length === 1) return null;
  if (!/^(failover|load_balance)$/.test(type))
    return `Flume drops the group \`${name}\` for its \`processor.type\` ${type}`;
  if (type === "load_balance" && named.length < 2)
    return `\`load_balance\` wants two sinks, so Flume drops the group \`${name}\``;
  return null;
}

function groupOf(context: ImportContext, component: Component, sinks: readonly string[]): SinkGroup {
  const { options, path, at } = component;
  const type = options.get("processor.type")?.value.toLowerCase() ?? "";
  const known = TYPES.find(({ name }) => name === type);
  const part = known === undefined ? null : counterpart(context.stdlib, "sink", known);
  if (known === undefined || part === null) return { sinks, code: ([only = ""]) => only };
  const priority = (sink: string) => {
    const text = options.get(`processor.priority.${sink}`)?.value;
    return text !== undefined && isNumber(text) ? Number(text) : -1 - sinks.indexOf(sink);
  };
  const order = type === "failover" ? [...sinks].sort((a, b) => priority(b) - priority(a)) : sinks;
  const keys = [...readKeys("sinks processor.type"), ...(known.keys ?? [])];
  const leaveOut = (key: string) => /^(sinks|processor\.(type|priority\..*))$/.test(key);
  const args = optionCode(context, { path, at, options, keys }, part, leaveOut);
  for (const [key, one] of options) {
    if (keyOf(keys, key) !== null) continue;
    context.findings.add(
      "ignored",
      one,
      path.slice(0, path.indexOf(".")),
      `Flume knows no option \`${key}\` of a group`,
    );
  }
  const only = (names: readonly string[]) => (names.length === 1 ? names[0] : undefined);
  return { sinks: order, code: (names) => only(names) ?? `${part.name}(${[...names, ...args].join(", ")})` };
}
