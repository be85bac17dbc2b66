/** What a console does with embedded topics, beside writing and reading them. */
import { join } from "node:path";
import type { StartAt } from "../contract/topic.ts";
import { SegmentLog } from "../log-store/segment-log.ts";
import { lock } from "../system/directory-lock.ts";
import { errnoOf } from "../system/errno.ts";
import { readdir, rm } from "../system/files.ts";
import {
  readPositions,
  readTopicMeta,
  topicFiles,
  topicsDirectory,
  writePositions,
  writeTopicMeta,
} from "./topic-files.ts";

/** What a partition of an embedded topic holds. */
export interface PartitionDescription {
  readonly partition: number;
  /** Offset of the first record kept, and behind the last. */
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
}

/** An embedded topic as it is on the disk. */
export interface TopicDescription {
  readonly name: string;
  readonly partitions: readonly PartitionDescription[];
}

/** Names of the embedded topics of a data directory, sorted. */
export async function listTopics(dataDir: string): Promise<string[]> {
  return names(topicsDirectory(dataDir), "");
}

/** Null when there is no such topic. */
export async function describeTopic(dataDir: string, name: string): Promise<TopicDescription | null> {
  const files = topicFiles(dataDir, name);
  const meta = await readTopicMeta(files);
  if (meta === null) return null;
  const partitions: PartitionDescription[] = [];
  for (let partition = 0; partition < meta.partitions; partition++) {
    const log = new SegmentLog(files.partition(partition));
    await log.open();
    partitions.push({ partition, start: log.start, end: log.end, bytes: log.bytes });
  }
  return { name, partitions };
}

/** Rejects when it is there already. */
export async function createTopic(dataDir: string, name: string, partitions: number): Promise<void> {
  const files = topicFiles(dataDir, name);
  if ((await readTopicMeta(files)) !== null) throw new Error(`topic ${name} is there already, in ${files.directory}`);
  await writeTopicMeta(files, partitions);
}

/** Rejects when there is no such topic, and with LockedError while a program writes it. */
export async function deleteTopic(dataDir: string, name: string): Promise<void> {
  const files = topicFiles(dataDir, name);
  if ((await readTopicMeta(files)) === null)
    throw new Error(`there is no topic ${name} in ${topicsDirectory(dataDir)}`);
  await lock(files.writerLock);
  await rm(files.directory, { recursive: true });
}

/** Names of the groups that have committed positions, sorted. */
export async function listGroups(dataDir: string, topic: string): Promise<string[]> {
  return names(topicFiles(dataDir, topic).groups, ".json");
}

/** Committed positions of a group, by partition. */
export async function groupPositions(dataDir: string, topic: string, group: string): Promise<Map<number, number>> {
  return readPositions(topicFiles(dataDir, topic).group(group));
}

/** Forgets the positions of a group. Rejects with LockedError while a program reads as this group. */
export async function deleteGroup(dataDir: string, topic: string, group: string): Promise<void> {
  const files = topicFiles(dataDir, topic);
  const held = await lock(files.groupLock(group));
  try {
    await rm(files.group(group), { force: true });
  } finally {
    await held.release();
  }
}

/** Sets all positions of a group. Rejects with LockedError while a program reads as this group. */
export async function resetGroup(dataDir: string, topic: string, group: string, to: StartAt): Promise<void> {
  const described = await describeTopic(dataDir, topic);
  if (described === null) throw new Error(`there is no topic ${topic} in ${topicsDirectory(dataDir)}`);
  const files = topicFiles(dataDir, topic);
  const held = await lock(files.groupLock(group));
  try {
    const positions = described.partitions.map(({ partition, start, end }): [number, number] => {
      return [partition, to === "earliest" ? start : end];
    });
    await writePositions(files.group(group), new Map(positions));
  } finally {
    await held.release();
  }
}

async function names(directory: string, suffix: string): Promise<string[]> {
  const entries = await readdir(join(directory)).catch((error: unknown) => {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  });
  const named = entries.filter((entry) => entry.endsWith(suffix) && !entry.endsWith(".tmp"));
  return named.map((entry) => decodeURIComponent(entry.slice(0, entry.length - suffix.length))).sort();
}
