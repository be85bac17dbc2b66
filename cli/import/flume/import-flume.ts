/** A configuration of Flume as a program of the language, and what there is to tell about it. */
import type { SourceFile } from "../../../grammar/ast.ts";
import { agentText, commentsOf, laidOut, namesOf } from "./agent-text.ts";
import type { ImportContext } from "./context.ts";
import { libraryOf } from "./library.ts";
import { nameFor } from "./literals.ts";
import { type Finding, Findings } from "./read/findings.ts";
import { modelOf } from "./read/model.ts";
import { type Properties, readProperties } from "./read/properties.ts";
import { Params } from "./references.ts";
import { Topics } from "./topic-declarations.ts";

/** What of a configuration is imported, and how. */
export interface ImportOptions {
  /** The agents to import; all without any. */
  readonly agents: readonly string[];
  /** The home directory of the user who ran Flume. */
  readonly home: string;
  /** Leaves Flume's defaults out where ours are better. */
  readonly modern: boolean;
  /** What `${env:X}` is where it has to be known now; nothing. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The program that a configuration became, with all that had to be said about it. */
export interface Imported {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Names of all agents of the file. */
  readonly agents: readonly string[];
}

/** A file of properties. */
export interface ConfigurationFile {
  readonly bytes: Buffer;
  /** The name to show. */
  readonly file: string;
}

/**
 * `library` are the trees of the standard library. Of several files the later ones count, as in Flume (`-f` again and again).
 * Throws nothing on any input.
 */
export function importFlume(
  files: readonly ConfigurationFile[],
  library: readonly SourceFile[],
  options: ImportOptions,
): Imported {
  const findings = new Findings();
  const properties = readFiles(files);
  const all = modelOf(properties, findings);
  const agents = all.filter(({ name }) => options.agents.length === 0 || options.agents.includes(name));
  const names = agents.map(namesOf);
  // Nothing at the top of the file has the name of a component: it would hide it.
  const taken = new Set(names.flatMap((one) => [...one.values()]).concat("dead"));
  const agentNames = agents.map(({ name }) => nameFor(name, taken));
  const context: ImportContext = {
    stdlib: libraryOf(library),
    findings,
    params: new Params(taken),
    topics: new Topics(taken),
    home: options.home,
    modern: options.modern,
    environment: options.environment ?? {},
    properties: new Map(properties.entries.map((one) => [one.key, one])),
  };
  const texts = agents.map((agent, index) =>
    agentText(context, agent, agentNames[index] ?? agent.name, names[index] ?? new Map()),
  );
  const head = [
    `// Imported from ${files.map(({ file }) => file).join(", ")} by \`sluice import flume\`.`,
    ...commentsOf(findings.about(null)),
    "",
    ...context.params.lines(),
    ...context.topics.lines(),
    ...(texts.some(({ hasDeadLetters }) => hasDeadLetters) ? ["// topic dead: bytes = embedded()", ""] : [""]),
  ];
  const tail = properties.trailing.map((comment) => `// ${comment}`);
  const text = [...head, texts.map((one) => one.text).join("\n\n"), ...tail, ""].join("\n");
  return { text: laidOut(text), findings: findings.all(), agents: all.map(({ name }) => name) };
}

/** All properties, one file after the other. */
export function readFiles(files: readonly ConfigurationFile[]): Properties {
  const read = files.map(({ bytes, file }) => readProperties(bytes, file));
  return {
    entries: read.flatMap(({ entries }) => entries),
    trailing: read.flatMap(({ trailing }) => trailing),
    broken: read.flatMap(({ broken }) => broken),
  };
}
