import { t } from "../../runtime/contract/schema.ts";
import { LogReader } from "../../runtime/log-store/log-reader.ts";
import { SegmentLog } from "../../runtime/log-store/segment-log.ts";
import { readEvent } from "../../runtime/log-store/stored-event.ts";
import type { Clock } from "../../runtime/system/clock.ts";
import { createTopic, deleteTopic, describeTopic, listTopics } from "../../runtime/topic/admin.ts";
import { topicFiles } from "../../runtime/topic/topic-files.ts";
import { recordHeaders } from "../../runtime/value/headers.ts";
import { embedded } from "../../stdlib/embedded/embedded.ts";
import type { Scanner, TopicRecord, TopicStore } from "./topic-store.ts";

/** How often a scan looks for what another process writes, in ms. */
const LOOK_EVERY = 100;

/** Most records of one look at a partition. */
const MOST_AT_ONCE = 1_000;

/** The embedded topics of a data directory. */
export function embeddedStore(dataDir: string, clock: Clock): TopicStore {
  return {
    list: () => listTopics(dataDir),
    async describe(name) {
      const found = await describeTopic(dataDir, name);
      if (found === null) return null;
      const partitions = found.partitions.map(({ partition, start, end }) => {
        return { partition, first: String(start), next: String(end) };
      });
      return { name, partitions, settings: {} };
    },
    async create(name, { partitions, replicationFactor, settings }) {
      const [setting] = Object.keys(settings);
      if (setting !== undefined)
        throw new Error(`an embedded topic has no setting ${setting}; its declaration has options`);
      if (replicationFactor !== 1) throw new Error("an embedded topic has one copy, on this machine");
      if ((await describeTopic(dataDir, name)) !== null) return false;
      await createTopic(dataDir, name, partitions);
      return true;
    },
    async delete(name) {
      if ((await describeTopic(dataDir, name)) === null) return false;
      await deleteTopic(dataDir, name);
      return true;
    },
    scan: (name, from) => scan(dataDir, clock, name, from),
    keepsTombstones: false,
    topic: (name) => embedded<string | null>({}, { name, place: "", element: t.string }),
  };
}

async function scan(dataDir: string, clock: Clock, name: string, from: ReadonlyMap<number, string>): Promise<Scanner> {
  const files = topicFiles(dataDir, name);
  const readers = await Promise.all(
    [...from].map(async ([partition, offset]) => {
      const log = new SegmentLog(files.partition(partition));
      await log.open();
      return { partition, log, reader: new LogReader(log, Number(offset)) };
    }),
  );

  async function look(): Promise<TopicRecord[]> {
    const records: TopicRecord[] = [];
    for (const { partition, log, reader } of readers) {
      await log.refresh();
      for (const { offset, bytes } of await reader.read(MOST_AT_ONCE)) {
        const { timestamp, key, headers, body } = readEvent(bytes);
        records.push({
          partition,
          offset: String(offset),
          timestamp: String(timestamp),
          key,
          value: body,
          headers: recordHeaders(headers),
        });
      }
    }
    return records;
  }

  return {
    async next(waitMs) {
      const end = clock.now() + waitMs;
      for (;;) {
        const records = await look();
        if (records.length > 0 || clock.now() >= end) return records;
        await clock.sleep(Math.min(LOOK_EVERY, end - clock.now()));
      }
    },
    async close() {
      for (const { log, reader } of readers) {
        await reader.close();
        await log.close();
      }
    },
  };
}
