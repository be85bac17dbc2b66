/** What a real restart does with what an earlier program has kept, read from its data directory. */
import { cpSync, existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { diskHost } from "../../../cli/disk-host.ts";
import { bundle } from "../../../cli/program/bundle.ts";
import type { Plan } from "../../../compiler/3-plan/plan.ts";
import { compile, createCache } from "../../../compiler/compile.ts";
import { inspectState } from "../../../runtime/state/inspect.ts";
import { storedStreams } from "../../../runtime/state/state-files.ts";
import { type Ended, start } from "../../support/process.ts";

/** A program that is ready to run. */
export interface Prepared {
  readonly plan: Plan;
  /** Runs it for a while in `folder`. */
  run(folder: string, ...args: readonly string[]): Promise<Ended>;
}

const cache = createCache();

export async function prepare(folder: string, text: string): Promise<Prepared> {
  const entry = join(folder, "p.flow");
  writeFileSync(entry, text);
  const { analysis, output } = await compile(diskHost(), entry, { cache });
  if (output === null) throw new Error(JSON.stringify(analysis.diagnostics));
  const { code } = await bundle(output, entry);
  writeFileSync(join(folder, "p.mjs"), code);
  return {
    plan: analysis.plan,
    run: (cwd, ...args) => {
      const usual = ["--for", "1500ms", "--drain-timeout", "500ms"];
      return start(process.execPath, [join(folder, "p.mjs"), ...usual, ...args], { cwd }).ended;
    },
  };
}

/** Everything that is kept in a folder, each thing with what tells it from another of the same name. */
export interface Kept {
  /** Tables of streams: `counts.totals` to the table's number and types. */
  readonly tables: ReadonlyMap<string, { readonly id: number; readonly types: string }>;
  readonly streams: ReadonlySet<string>;
  /** `positions a.logs`, `channel a.spool`, `topic hits` to when it was last touched. */
  readonly others: ReadonlyMap<string, number>;
}

export async function keptIn(folder: string): Promise<Kept> {
  const dataDir = join(folder, ".sluice");
  const tables = new Map<string, { id: number; types: string }>();
  const streams = new Set<string>();
  const others = new Map<string, number>();
  for (const stored of await storedStreams(dataDir)) {
    const found = await inspectState(dataDir, stored);
    if (found === null) continue;
    streams.add(stored.stream);
    for (const { name, id, key, value } of found.tables) {
      tables.set(`${stored.stream}.${name}`, { id, types: JSON.stringify([key, value]) });
    }
    // Those of topics are in their groups, too.
    for (const [name, { identity }] of found.manifest.inputs) {
      if (identity?.startsWith("{") !== true) others.set(`positions ${stored.stream}.${name}`, found.manifest.time);
    }
  }
  const add = (subject: string, directory: string) => {
    for (const name of entries(directory)) {
      const path = join(directory, name);
      if (entries(path).length > 0) others.set(`${subject} ${name}`, touched(path));
    }
  };
  add("positions", join(dataDir, "sources"));
  add("channel", join(dataDir, "channels"));
  add("topic", join(dataDir, "topics"));
  for (const topic of entries(join(dataDir, "topics"))) {
    for (const name of entries(join(dataDir, "topics", topic, "groups"))) {
      if (!name.endsWith(".json")) continue;
      const group = basename(name, ".json").replace(/^p\./, "");
      others.set(`positions ${group}.${topic}`, touched(join(dataDir, "topics", topic, "groups", name)));
    }
  }
  return { tables, streams, others };
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** What the streams of a program have kept, of which types: `storedTables` of the plan must say the same. */
export async function tablesIn(folder: string): Promise<ReadonlyMap<string, readonly object[]>> {
  const dataDir = join(folder, ".sluice");
  const found = new Map<string, readonly object[]>();
  for (const stored of await storedStreams(dataDir)) {
    const tables = (await inspectState(dataDir, stored))?.tables ?? [];
    found.set(
      stored.stream,
      tables.map(({ id: _, keys: __, entries: ___, ...table }) => table),
    );
  }
  return found;
}

/** When the newest thing in it was written. */
function touched(path: string): number {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => touched(join(path, name))));
}

/** What became of what was kept `before`: `verdict subject name`, sorted; what is kept as it was is left out. */
export function outcome(before: Kept, after: Kept): string[] {
  const found: string[] = [];
  for (const stream of before.streams) if (!after.streams.has(stream)) found.push(`lost state ${stream}`);
  for (const [name, { id, types }] of before.tables) {
    if (!after.streams.has(streamOf(name))) continue;
    const [now] = [...after.tables].filter(([other, table]) => streamOf(other) === streamOf(name) && table.id === id);
    if (now === undefined) found.push(`lost state ${name}`);
    else if (now[1].types !== types) found.push(`migrated state ${name}`);
  }
  for (const [name, { id }] of after.tables) {
    const known = [...before.tables].some(([other, table]) => streamOf(other) === streamOf(name) && table.id === id);
    if (!known) found.push(`new state ${name}`);
  }
  for (const [name, time] of before.others) if ((after.others.get(name) ?? time) === time) found.push(`lost ${name}`);
  for (const name of after.others.keys()) if (!before.others.has(name)) found.push(`new ${name}`);
  return found.sort();
}

function streamOf(table: string): string {
  return table.split(".")[0] ?? "";
}

/** A copy of a folder, so that a program can be run there without touching the other. */
export function copied(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}
