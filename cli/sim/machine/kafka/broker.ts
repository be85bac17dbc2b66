import type { NewRecord, StoredRecord } from "../../../../stdlib/kafka/port.ts";
import type { Machine } from "../machine.ts";
import { Coordinator } from "./coordinator.ts";

/** A record of a simulated topic. */
export interface BrokerRecord extends StoredRecord {
  /** Whether somebody else than the program has written it. */
  readonly isFed: boolean;
}

/** A Kafka cluster as its clients see it: topics whose offsets have no gaps, and groups. It outlives the program. */
export class Broker {
  readonly machine: Machine;
  /** Partitions by topic. */
  readonly topics = new Map<string, BrokerRecord[][]>();
  readonly #groups = new Map<string, Coordinator>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  group(name: string): Coordinator {
    const group = this.#groups.get(name) ?? new Coordinator(this.machine, this.topics);
    this.#groups.set(name, group);
    return group;
  }

  /** False where there is one of that name. */
  create(topic: string, partitions: number): boolean {
    if (this.topics.has(topic)) return false;
    this.topics.set(
      topic,
      Array.from({ length: partitions }, () => []),
    );
    return true;
  }

  /** Whether each group that reads `topic`, with a member that lives and has its share, has committed where it stands. */
  standingOf(topic: string): "no reader" | "beginning" | "begun" {
    const reading = [...this.#groups.values()].filter((group) =>
      group.members.some((one) => one.topic === topic && one.leave !== null && group.isCurrent(one)),
    );
    if (reading.length === 0) return "no reader";
    return reading.every((group) => group.committed(topic).size > 0) ? "begun" : "beginning";
  }

  append(topic: string, partition: number, records: readonly NewRecord[], isFed = false): void {
    const log = this.topics.get(topic)?.[partition];
    if (log === undefined) return;
    for (const { key, value, headers, timestamp } of records) {
      log.push({
        offset: String(log.length),
        timestamp: timestamp ?? String(Math.floor(this.machine.scheduler.now)),
        key: bytesOf(key),
        value: bytesOf(value),
        headers: headers.map(([name, header]) => [name, bytesOf(header)] as const),
        isFed,
      });
    }
  }
}

function bytesOf(data: string | Buffer | null): Buffer | null {
  return data === null ? null : Buffer.from(data as string);
}
