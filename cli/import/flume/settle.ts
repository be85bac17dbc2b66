/** What Flume would run of an agent, and what it would drop, by the rules of its own validation. */
import { didYouMean, suggest } from "../../../grammar/did-you-mean.ts";
import { type FlumeKey, type FlumeType, findType, readKeys } from "./known/flume-type.ts";
import { channels, EVERY_SOURCE, sinks, sources } from "./known/inventory.ts";
import { channelKey, keyOf, mended } from "./mend.ts";
import type { Findings, Place } from "./read/findings.ts";
import type { Agent, Component, Section } from "./read/model.ts";
import { isNumber, isNumeric } from "./values.ts";

/** A component of Flume's with what Flume would have made of it at its start. */
export interface FlumePart {
  readonly component: Component;
  /** Null for a class of the user's own, and for what has no type. */
  readonly type: FlumeType | null;
  /** The channels that it is tied to, those that are left; a channel has none. */
  readonly channels: readonly string[];
  /** Whether Flume dropped it. */
  readonly dropped: boolean;
}

const TYPES: Partial<Record<Section, readonly FlumeType[]>> = { sources, channels, sinks };

const COMMON: Partial<Record<Section, string>> = { sources: EVERY_SOURCE, sinks: "channel" };

/** Batches that Flume compares with the transactions of the channel, since 1.9. */
const BATCH_KEYS = ["batchSize", "batch-size", "hdfs.batchSize", "sink.batchSize", "flumeBatchSize"];

/** The sources, channels and sinks of an agent, in their order, with what became of them in Flume. */
export function settle(agent: Agent, findings: Findings): FlumePart[] {
  const parts: FlumePart[] = [];
  for (const section of ["channels", "sources", "sinks"] as const) {
    for (const one of agent.components.filter((component) => component.section === section)) {
      parts.push(settleOne(mended(one, agent, TYPES[section] ?? [], findings), parts, agent, findings));
    }
  }
  tellUndeclared(agent, findings);
  return parts;
}

/** Keys that Flume knows of a component of this type. */
export function knownKeys({ component, type }: Pick<FlumePart, "component" | "type">): readonly FlumeKey[] | null {
  if (type?.keys === undefined || type.keys === null) return null;
  return [...readKeys("type"), ...readKeys(COMMON[component.section] ?? "type"), ...type.keys];
}

function settleOne(component: Component, before: readonly FlumePart[], agent: Agent, findings: Findings): FlumePart {
  const { options, at, path, name } = component;
  const written = options.get("type")?.value;
  const type = findType(TYPES[component.section] ?? [], written ?? "");
  const drop = (place: Place, reason: string): FlumePart => {
    findings.add("never ran", place, path, reason);
    return { component, type, channels: [], dropped: true };
  };
  if (options.size === 0) return drop(at, `\`${name}\` is in the list and has no properties, so Flume drops it`);
  const place = options.get("type") ?? at;
  if (written === undefined) return drop(at, `\`${name}\` has no \`type\`, so Flume drops it`);
  if (type === null && !written.includes(".")) {
    const names = (TYPES[component.section] ?? []).flatMap((known) => known.names);
    const meant = didYouMean(suggest(written, names));
    return drop(place, `Flume knows no type \`${written}\`: the whole process ended there${meant}`);
  }
  const keys = knownKeys({ component, type });
  const missing = keys?.find((key) => key.required && !options.has(key.name));
  if (missing !== undefined) return drop(place, `\`${missing.name}\` is missing, so Flume drops \`${name}\``);
  for (const [key, one] of options) {
    const known = keyOf(keys, key);
    if (known === null) tellUnknown(component, key, keys ?? [], findings);
    else if (isNumeric(known.kind) && !isNumber(one.value) && !one.value.includes("${")) {
      return drop(one, `\`${key}\` is \`${one.value}\`, which is not a whole number, so Flume drops \`${name}\``);
    } else if (known.kind === "bool" && !/^(true|false)$/i.test(one.value) && !one.value.includes("${")) {
      findings.add("misread", one, path, `\`${key}\`: Flume takes \`${one.value}\` for false; only \`true\` is true`);
    }
  }
  const reason = againstCapacity(component, type);
  if (reason !== null) return drop(place, reason);
  return bind({ component, type, channels: [], dropped: false }, before, agent, findings, drop);
}

function tellUnknown({ options, path }: Component, key: string, keys: readonly FlumeKey[], findings: Findings): void {
  const one = options.get(key);
  if (one === undefined) return;
  const names = keys.filter(({ name }) => !name.endsWith("*")).map(({ name }) => name);
  // `path` for `hdfs.path` is the commonest slip of all.
  const near = names.find((name) => name.split(".").at(-1) === key) ?? suggest(key, names);
  const message = `Flume knows no option \`${key}\` here, and uses its defaults${didYouMean(near)}`;
  findings.add("ignored", one, path, message);
}

function againstCapacity({ options, name, section }: Component, type: FlumeType | null): string | null {
  if (section !== "channels" || type === null) return null;
  const number = (key: string) => numberOf(options.get(key)?.value ?? fallbackOf(type, key));
  // A spillable channel has the capacity of its disk.
  const overflow = number("overflowCapacity");
  const [capacity, transaction] = [overflow ?? number("capacity"), number("transactionCapacity")];
  if (capacity === null || transaction === null || transaction <= capacity) return null;
  return `\`transactionCapacity\` ${transaction} is more than \`capacity\` ${capacity}, so Flume drops \`${name}\``;
}

/** Ties a source or sink to its channels, as far as these are there. */
function bind(
  part: FlumePart,
  before: readonly FlumePart[],
  agent: Agent,
  findings: Findings,
  drop: (place: Place, reason: string) => FlumePart,
): FlumePart {
  const { options, name, at, path, section } = part.component;
  const key = channelKey(part.component);
  if (key === null) return part;
  const line = options.get(key);
  if (line === undefined) return drop(at, `\`${name}\` has no \`${key}\`, so Flume drops it${strays(part, agent)}`);
  const names = line.value.split(/\s+/);
  if (section === "sinks" && names.length > 1) {
    return drop(
      line,
      `a sink takes from one channel: Flume looks for one called \`${line.value}\`, and drops \`${name}\``,
    );
  }
  const found = names.filter((channel) => findChannel(before, channel)?.dropped === false);
  const lost = names.filter((channel) => !found.includes(channel));
  const why = lost.map((channel) => whyLost(before, channel)).join(", ");
  if (found.length === 0) return drop(line, `${why}, so Flume drops \`${name}\``);
  if (lost.length > 0)
    findings.add("ignored", line, path, `${why}; Flume leaves that out of the channels of \`${name}\``);
  const batch = tooLargeBatch(part, found, before);
  return batch === null ? { ...part, channels: found } : drop(options.get(batch.key) ?? at, batch.reason);
}

function strays({ component }: FlumePart, { undeclared }: Agent): string {
  const key = channelKey(component);
  const lines = undeclared.flatMap(({ section, name, options }) => {
    const line = section === component.section && key !== null ? options.get(key) : undefined;
    return line === undefined ? [] : [`line ${line.line} ties \`${name}\`, which no list names`];
  });
  return lines.length === 0 ? "" : `; ${lines.join("; ")}`;
}

function whyLost(before: readonly FlumePart[], channel: string): string {
  const near = suggest(channel, before.filter(({ component }) => component.section === "channels").map(nameOf));
  const meant = near === null ? "" : ` (did you mean \`${near}\`?)`;
  const part = findChannel(before, channel);
  return part === undefined
    ? `no list names a channel \`${channel}\`${meant}`
    : `the channel \`${channel}\` was dropped`;
}

function tooLargeBatch(
  { component, type }: FlumePart,
  names: readonly string[],
  before: readonly FlumePart[],
): { readonly key: string; readonly reason: string } | null {
  const key = BATCH_KEYS.find((one) => type?.keys?.some(({ name }) => name === one));
  if (key === undefined) return null;
  const batch = numberOf(component.options.get(key)?.value ?? fallbackOf(type, key));
  for (const name of names) {
    const channel = findChannel(before, name);
    const written = channel?.component.options.get("transactionCapacity")?.value;
    const transaction = numberOf(written ?? fallbackOf(channel?.type ?? null, "transactionCapacity"));
    if (batch !== null && transaction !== null && batch > transaction) {
      const size = `\`${key}\` ${batch} is more than \`transactionCapacity\` ${transaction} of \`${name}\``;
      return { key, reason: `${size}, so Flume drops \`${component.name}\`` };
    }
  }
  return null;
}

function tellUndeclared({ undeclared }: Agent, findings: Findings): void {
  for (const { path, section, name, at, options } of undeclared) {
    const wired = findings.all().some(({ kind, line }) => kind === "mended" && line === at.line);
    if (wired && options.size === 1) continue;
    const agent = path.slice(0, path.indexOf("."));
    const message = `\`${name}\` has properties, but the list \`${agent}.${section}\` does not name it, so Flume does not see it`;
    findings.add("never ran", at, agent, message);
  }
}

function findChannel(parts: readonly FlumePart[], name: string): FlumePart | undefined {
  return parts.find(({ component }) => component.section === "channels" && component.name === name);
}

function nameOf({ component }: FlumePart): string {
  return component.name;
}

function fallbackOf(type: FlumeType | null, key: string): string | undefined {
  return type?.keys?.find(({ name }) => name === key)?.fallback ?? undefined;
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && isNumber(text) ? Number(text) : null;
}
