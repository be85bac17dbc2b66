/** Which parts of an agent the output can run, and the arrows between them. */
import type { ImportContext } from "./context.ts";
import { groupsOf, type SinkGroup } from "./groups.ts";
import type { Piece } from "./pieces.ts";
import type { Agent } from "./read/model.ts";
import { targetOf } from "./selector.ts";
import type { FlumePart } from "./settle.ts";

/** An arrow. */
export interface Arrow {
  readonly code: string;
  readonly comments: readonly string[];
  /** Whether its sink may refuse events for their content. */
  readonly mayRefuse: boolean;
  /** What takes from a channel at its end, as code; null for an arrow that ends in channels. */
  readonly sink: string | null;
  /** The channel that it starts from or is tied to alone. */
  readonly channel: string | null;
}

/**
 * Leaves out what nothing goes into and what nothing takes from, until nothing of that kind is left, and tells what that
 * did in Flume. Gives the pieces that stay.
 */
export function connected(context: ImportContext, pieces: readonly Piece[], parts: readonly FlumePart[]): Piece[] {
  const unsupported = parts.filter((part) => !part.dropped && !pieces.some((piece) => piece.part === part));
  let live = [...pieces];
  for (;;) {
    const of = (section: string) => live.filter(({ part }) => part.component.section === section);
    const tied = (section: string) => new Set(of(section).flatMap(({ part }) => part.channels));
    const [fed, drained] = [tied("sources"), tied("sinks")];
    const channels = new Set(of("channels").map(({ part }) => part.component.name));
    const next = live.filter(({ part }) => {
      const { section, name } = part.component;
      if (section !== "channels") return part.channels.some((channel) => channels.has(channel));
      return fed.has(name) && drained.has(name);
    });
    if (next.length === live.length) return live;
    for (const piece of live) if (!next.includes(piece)) tellLeftOut(context, piece, fed, unsupported);
    live = next;
  }
}

function tellLeftOut(
  { findings }: ImportContext,
  { part }: Piece,
  fed: ReadonlySet<string>,
  unsupported: readonly FlumePart[],
): void {
  const { section, name, at, path } = part.component;
  if (section !== "channels") {
    findings.add("left out", at, path, `\`${name}\` goes with its channels: ${part.channels.join(", ")}`);
    return;
  }
  const end = fed.has(name) ? "sinks" : "sources";
  const lost = unsupported.find(({ component, channels }) => component.section === end && channels.includes(name));
  if (lost !== undefined) {
    findings.add("left out", at, path, `\`${name}\` goes with \`${lost.component.name}\``);
    return;
  }
  if (part.type?.name.endsWith("KafkaChannel")) {
    const message =
      "a channel of Kafka with one end only is a topic here: declare it, and write to it or read it by its name";
    findings.add("unsupported", at, path, message);
    return;
  }
  const message = fed.has(name)
    ? `nothing takes from \`${name}\`: in Flume it fills up, and then every put fails`
    : `nothing goes into \`${name}\`, so nothing comes out of it`;
  findings.add("never ran", at, path, message);
}

/** The arrows of an agent, sources first. */
export function arrowsOf(context: ImportContext, agent: Agent, live: readonly Piece[]): Arrow[] {
  const channels = new Map(
    live.filter(({ part }) => part.component.section === "channels").map((piece) => [piece.part.component.name, piece]),
  );
  const nameOf = (channel: string) => channels.get(channel)?.refs[0] ?? null;
  const into = live.flatMap(({ part, refs, operators }): Arrow[] => {
    if (part.component.section !== "sources") return [];
    const target = targetOf(context, part.component, part.channels, nameOf);
    if (target === null) return [];
    const rest = { comments: part.component.wireComments, mayRefuse: false, sink: null, channel: target };
    return refs.map((ref) => ({ ...rest, code: `${ref}${operators} -> ${target}` }));
  });
  return chained(into, drains(context, agent, live, nameOf));
}

function drains(
  context: ImportContext,
  agent: Agent,
  live: readonly Piece[],
  nameOf: (channel: string) => string | null,
): Arrow[] {
  const sinks = live.filter(({ part }) => part.component.section === "sinks");
  const byName = new Map(sinks.map((piece) => [piece.part.component.name, piece]));
  const { groups } = groupsOf(context, agent, (sink) => byName.has(sink), false);
  const found: Arrow[] = [];
  const done = new Set<string>();
  for (const { part, refs } of sinks) {
    const { name } = part.component;
    const channel = nameOf(part.channels[0] ?? "");
    if (channel === null || done.has(name)) continue;
    const group: SinkGroup | undefined = groups.find((one) => one.sinks.includes(name));
    // Members on other channels take from those, each by itself.
    const members = group?.sinks.filter((sink) => byName.get(sink)?.part.channels[0] === part.channels[0]) ?? [name];
    for (const member of members) done.add(member);
    const all = members.flatMap((member) => byName.get(member) ?? []);
    const names = all.flatMap((member) => member.refs);
    const sink = group === undefined ? (refs[0] ?? "") : group.code(names);
    const comments = all.flatMap((member) => member.part.component.wireComments);
    // The console and the void refuse nothing.
    const mayRefuse = all.some((member) => !/^(logger|null)$/.test(member.part.type?.name ?? ""));
    found.push({ code: `${channel} -> ${sink}`, comments, mayRefuse, sink, channel });
  }
  return found;
}

/** `r1 -> c1` and `c1 -> k1` are `r1 -> c1 -> k1` where nothing else is at that channel. */
function chained(into: readonly Arrow[], out: readonly Arrow[]): Arrow[] {
  const rest = [...out];
  const arrows = into.map((arrow) => {
    const only = out.filter(({ channel }) => channel === arrow.channel);
    const isAlone = into.filter(({ code }) => mentions(code, arrow.channel ?? "")).length === 1;
    const [next] = only;
    if (only.length !== 1 || next === undefined || !isAlone) return arrow;
    rest.splice(rest.indexOf(next), 1);
    const comments = [...arrow.comments, ...next.comments];
    return { ...next, comments, code: `${arrow.code} -> ${next.sink}` };
  });
  return [...arrows, ...rest];
}

function mentions(code: string, channel: string): boolean {
  return code
    .split(" -> ")
    .slice(1)
    .join(" ")
    .split(/[^\w$]+/)
    .includes(channel);
}
