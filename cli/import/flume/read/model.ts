/** The configuration as Flume divides it: agents, their lists, their components and the properties of each. */
import { didYouMean, suggest } from "../../../../grammar/did-you-mean.ts";
import type { Findings } from "./findings.ts";
import type { Properties, Property } from "./properties.ts";

const SECTIONS = ["sources", "channels", "sinks", "sinkgroups", "configfilters"] as const;

/** The lists of an agent: `a1.sources`. */
export type Section = (typeof SECTIONS)[number];

/** A component of an agent, with its keys. */
export interface Component {
  readonly section: Section;
  readonly name: string;
  /** `a1.sources.r1` */
  readonly path: string;
  /** By what stands behind the name: `hdfs.path`. */
  readonly options: ReadonlyMap<string, Property>;
  /** Where it is first seen: among its own lines, or in the list. */
  readonly at: Property;
  readonly comments: readonly string[];
  /** Those above the line that ties it to its channels. */
  readonly wireComments: readonly string[];
}

/** An agent of a configuration, as its lists and keys have it. */
export interface Agent {
  readonly name: string;
  readonly comments: readonly string[];
  readonly at: Property;
  /** Those that the lists name, in their order. */
  readonly components: readonly Component[];
  /** Those with lines of their own that no list names; Flume does not see them. */
  readonly undeclared: readonly Component[];
}

/** Divides the properties as Flume does, and tells what it passes over. */
export function modelOf({ entries, broken }: Properties, findings: Findings): Agent[] {
  for (const { file, line, reason } of broken) findings.add("never ran", { file, line }, null, reason);
  const kept = effective(entries, findings);
  const names = [...new Set(kept.flatMap(({ key }) => (key.includes(".") ? [key.slice(0, key.indexOf("."))] : [])))];
  return names.map((name) => agentOf(name, kept, findings));
}

/** The last of each key, unless it is empty: Flume knows no other. */
function effective(entries: readonly Property[], findings: Findings): Property[] {
  const last = new Map(entries.map((one) => [one.key, one]));
  const kept: Property[] = [];
  // What stood above a line that goes belongs to the next one.
  let comments: readonly string[] = [];
  for (const one of entries) {
    const reason = reasonAgainst(one, last.get(one.key));
    comments = [...comments, ...one.comments];
    if (reason === null) {
      tellReading(one, ownerOf(one.key), findings);
      kept.push({ ...one, comments });
      comments = [];
    } else {
      findings.add("ignored", one, ownerOf(one.key), `\`${one.key}\` ${reason}`);
    }
  }
  return kept;
}

function reasonAgainst(one: Property, last: Property | undefined): string | null {
  if (last !== undefined && last !== one) {
    const where = last.file === one.file ? `in line ${last.line}` : `in ${last.file}:${last.line}`;
    return `stands again ${where}, and the last one counts`;
  }
  if (one.value === "") return "has no value, so Flume passes over it";
  return one.key.includes(".") ? null : "belongs to no agent";
}

function tellReading(one: Property, about: string | null, findings: Findings): void {
  if (one.lostBackslashes.length > 0) {
    const lost = [...new Set(one.lostBackslashes)].map((letter) => `\`\\${letter}\``).join(", ");
    const message = `Java takes the backslash of ${lost} away, and Flume reads \`${one.value}\`; two are needed for one`;
    findings.add("misread", one, about, message);
  }
  if (one.foreign) {
    findings.add("misread", one, about, `Flume reads the file as ISO-8859-1: the value is \`${one.value}\` to it`);
  }
}

/** `a1.sources.r1` of `a1.sources.r1.type`. */
function ownerOf(key: string): string | null {
  const [agent, section, name, option] = key.split(".");
  if (agent === undefined || section === undefined) return null;
  return name === undefined || option === undefined ? agent : `${agent}.${section}.${name}`;
}

function agentOf(name: string, entries: readonly Property[], findings: Findings): Agent {
  const own = entries.filter(({ key }) => key.startsWith(`${name}.`));
  const lists = new Map<Section, Property>();
  const options = new Map<string, Map<string, Property>>();
  for (const one of own) {
    const [, section = "", component, ...rest] = one.key.split(".");
    if (!isSection(section)) {
      const meant = didYouMean(suggest(section, SECTIONS));
      findings.add("ignored", one, name, `\`${one.key}\`: Flume knows no \`${section}\` of an agent${meant}`);
    } else if (component === undefined) {
      lists.set(section, one);
    } else if (rest.length === 0) {
      findings.add("ignored", one, name, `\`${one.key}\` names no option of \`${component}\``);
    } else {
      const path = `${name}.${section}.${component}`;
      const known = options.get(path) ?? new Map<string, Property>();
      options.set(path, known.set(rest.join("."), one));
    }
  }
  const at = own[0] as Property;
  const declared = [...lists].flatMap(([section, list]) =>
    [...new Set(list.value.split(/\s+/))].map((component) => componentOf(name, section, component, options, list)),
  );
  const paths = new Set(declared.map(({ path }) => path));
  const undeclared = [...options].flatMap(([path, found]) => {
    const [, section = "", component = ""] = path.split(".");
    const first = [...found.values()][0] as Property;
    if (paths.has(path)) return [];
    return [componentOf(name, section as Section, component, options, first)];
  });
  const comments = [...lists.values()].flatMap((list) => list.comments);
  return { name, at, comments, components: declared, undeclared };
}

function componentOf(
  agent: string,
  section: Section,
  name: string,
  all: ReadonlyMap<string, ReadonlyMap<string, Property>>,
  list: Property,
): Component {
  const path = `${agent}.${section}.${name}`;
  const options = all.get(path) ?? new Map<string, Property>();
  const lines = [...options.values()];
  const wires = lines.filter((line) => isWire(section, line.key.slice(path.length + 1)));
  const own = lines.filter((line) => !wires.includes(line));
  const commentsOf = (properties: readonly Property[]) => properties.flatMap(({ comments }) => comments);
  const at = lines[0] ?? list;
  return { section, name, path, options, at, comments: commentsOf(own), wireComments: commentsOf(wires) };
}

/** Whether a key ties a component to channels. */
function isWire(section: Section, key: string): boolean {
  return section === "sources" ? /^(channels$|selector\.)/.test(key) : section === "sinks" && key === "channel";
}

function isSection(text: string): text is Section {
  return SECTIONS.some((section) => section === text);
}
