import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileName } from "../file-name.ts";
import { makeDirectory } from "../make-directory.ts";
import { replaceFile } from "../replace-file.ts";

/** What is written about an embedded topic beside its records. */
export interface TopicMeta {
  readonly format: 1;
  readonly partitions: number;
}

/** Where everything of one embedded topic lies. */
export interface TopicFiles {
  readonly directory: string;
  readonly meta: string;
  readonly writerLock: string;
  readonly groups: string;
  partition(partition: number): string;
  /** Committed positions of a group. */
  group(group: string): string;
  groupLock(group: string): string;
}

/** Where all embedded topics lie. */
export function topicsDirectory(dataDir: string): string {
  return join(dataDir, "topics");
}

export function topicFiles(dataDir: string, topic: string): TopicFiles {
  const directory = join(topicsDirectory(dataDir), fileName(topic));
  const groups = join(directory, "groups");
  return {
    directory,
    meta: join(directory, "topic.json"),
    writerLock: join(directory, "writer.lock"),
    groups,
    partition: (partition) => join(directory, String(partition)),
    group: (group) => join(groups, `${fileName(group)}.json`),
    groupLock: (group) => join(groups, `${fileName(group)}.lock`),
  };
}

/** Null when there is no such topic. */
export async function readTopicMeta(files: TopicFiles): Promise<TopicMeta | null> {
  try {
    return JSON.parse(await readFile(files.meta, "utf8")) as TopicMeta;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export async function writeTopicMeta(files: TopicFiles, partitions: number): Promise<TopicMeta> {
  const meta: TopicMeta = { format: 1, partitions };
  await makeDirectory(files.groups);
  await replaceFile(files.meta, `${JSON.stringify(meta)}\n`);
  return meta;
}

/** Committed positions by partition; empty when the group has none yet. */
export async function readPositions(file: string): Promise<Map<number, number>> {
  try {
    const saved = JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
    return new Map(Object.entries(saved).map(([partition, position]) => [Number(partition), Number(position)]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
}

export async function writePositions(file: string, positions: ReadonlyMap<number, number>): Promise<void> {
  const sorted = [...positions].sort(([a], [b]) => a - b);
  const saved = Object.fromEntries(sorted.map(([partition, position]) => [partition, String(position)]));
  await replaceFile(file, `${JSON.stringify(saved)}\n`);
}
