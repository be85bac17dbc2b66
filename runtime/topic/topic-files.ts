import { join } from "node:path";
import { DamagedDataError } from "../contract/damaged-data-error.ts";
import { messageOf } from "../contract/message-of.ts";
import { checksummedJson, matchesChecksum } from "../log-store/checksum.ts";
import { errnoOf } from "../system/errno.ts";
import { fileName } from "../system/file-name.ts";
import { readFile } from "../system/files.ts";
import { makeDirectory } from "../system/make-directory.ts";
import { randomUUID } from "../system/random.ts";
import { replaceFile } from "../system/replace-file.ts";

/** What is written about an embedded topic beside its records. */
export interface TopicMeta {
  readonly format: 1;
  readonly partitions: number;
  /** Another one for each topic that is made; absent in topics of early versions. */
  readonly id?: string;
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

/** Where a topic is, below `dataDir`; nothing is created. */
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

/** Null when there is no such topic. Rejects with DamagedDataError, and with an Error for a format of a later version. */
export async function readTopicMeta(files: TopicFiles): Promise<TopicMeta | null> {
  const text = await textOf(files.meta);
  return text === null ? null : topicMetaOf(files.meta, text);
}

/** What `topic.json`, the file `path`, says. Throws as `readTopicMeta` rejects. */
export function topicMetaOf(path: string, text: string): TopicMeta {
  const saved = objectOf(path, text);
  const { format, partitions, id, checksum: _, ...others } = saved;
  if (typeof format === "number" && format > 1) {
    throw new Error(`${path} has format ${format}, which this version of Sluice does not know; use a later one`);
  }
  const isPartitions = Number.isInteger(partitions) && (partitions as number) >= 1;
  if (format !== 1 || !isPartitions || !["string", "undefined"].includes(typeof id)) {
    throw new DamagedDataError(path, ": it does not say how many partitions the topic has");
  }
  if (!matchesChecksum(saved) || Object.keys(others).length > 0) {
    throw new DamagedDataError(path, ": what it says of the topic does not match its checksum");
  }
  return { format, partitions: partitions as number, ...(id === undefined ? {} : { id: id as string }) };
}

/** What `topic.json` is to hold. */
export function topicMetaText(meta: TopicMeta): string {
  return checksummedJson({ ...meta });
}

/** Makes a new topic known on the disk, under an id of its own; gives what was written. */
export async function writeTopicMeta(files: TopicFiles, partitions: number): Promise<TopicMeta> {
  const meta: TopicMeta = { format: 1, partitions, id: randomUUID() };
  await makeDirectory(files.groups);
  await replaceFile(files.meta, topicMetaText(meta));
  return meta;
}

/** Committed positions by partition; empty when the group has none yet. Rejects with DamagedDataError. */
export async function readPositions(file: string): Promise<Map<number, number>> {
  const text = await textOf(file);
  return text === null ? new Map() : positionsOf(file, text);
}

/** What the file `path` of a group says. Those of early versions have no checksum. Throws DamagedDataError. */
export function positionsOf(path: string, text: string): Map<number, number> {
  const all = objectOf(path, text);
  if (!matchesChecksum(all)) throw new DamagedDataError(path, ": its positions do not match their checksum");
  const { checksum: _, ...saved } = all;
  return new Map(
    Object.entries(saved).map(([partition, position]) => {
      if (!/^\d+$/.test(partition) || typeof position !== "string" || !/^\d{1,16}$/.test(position)) {
        throw new DamagedDataError(path, `: ${JSON.stringify(position)} is not a position of a partition`);
      }
      return [Number(partition), Number(position)];
    }),
  );
}

/** Writes how far a group has come, by partition, in place of what `file` held; whole or not at all. */
export async function writePositions(file: string, positions: ReadonlyMap<number, number>): Promise<void> {
  const sorted = [...positions].sort(([a], [b]) => a - b);
  const saved = Object.fromEntries(sorted.map(([partition, position]) => [partition, String(position)]));
  await replaceFile(file, checksummedJson(saved));
}

/** Null where there is no such file. */
async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
}

function objectOf(path: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DamagedDataError(path, ` (${messageOf(error)})`);
  }
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new DamagedDataError(path, ": it does not hold an object");
}
