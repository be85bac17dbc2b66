import type {
  FetchedBatch,
  GroupHandler,
  GroupOptions,
  KafkaError,
  GroupMember as PortMember,
} from "../../../../stdlib/kafka/port.ts";
import type { SimulatedProcess } from "../process.ts";
import type { Broker } from "./broker.ts";
import type { Coordinator, GroupMember } from "./coordinator.ts";

/** How a member reaches its cluster. */
export interface Reach {
  readonly process: SimulatedProcess;
  readonly broker: Broker;
  /** Performs a call, again for some time where the cluster cannot; rejects with a KafkaError. */
  ask<T>(kind: string, action: () => T): Promise<T>;
  error(kind: "rebalance" | "transient", message: string): KafkaError;
}

/** Most records of one fetch. */
const MOST_FETCHED = 20;

/** Between looks at what there is, and between heartbeats, in ms. */
const FETCH_WAIT = 200;
const HEARTBEAT = 1000;

/** A member of a group, which pushes what it fetches, as the adapter of the client library does. */
export class Member implements PortMember {
  readonly #reach: Reach;
  readonly #options: GroupOptions;
  readonly #handler: GroupHandler;
  readonly #group: Coordinator;
  #seat: GroupMember | null = null;
  #isClosed = false;
  readonly #positions = new Map<number, number>();
  #seeks = 0;
  /** How often the group has given it partitions. */
  #shares = 0;
  #turn = 0;
  /** Takes back what is offered. */
  #offer: AbortController | null = null;

  constructor(reach: Reach, options: GroupOptions, handler: GroupHandler) {
    this.#reach = reach;
    this.#options = options;
    this.#handler = handler;
    this.#group = reach.broker.group(options.group);
    reach.process.releases.push(() => {
      if (this.#seat !== null) this.#group.die(this.#seat);
    });
    if (options.formerMember !== null) this.#group.leave(options.formerMember);
    this.#join();
    this.#fetchLater(FETCH_WAIT);
    this.#beat();
  }

  get id(): string | null {
    return this.#seat?.id ?? null;
  }

  seek(partition: number, offset: string): void {
    this.#seeks += 1;
    this.#positions.set(partition, Number(offset));
  }

  async commit(offsets: ReadonlyMap<number, string>): Promise<void> {
    const seat = this.#seat;
    const isOwn = await this.#reach.ask("offsetCommit", () => {
      if (seat === null || !this.#group.isCurrent(seat)) return false;
      this.#group.commit(this.#options.topic, offsets);
      return true;
    });
    if (!isOwn) throw this.#reach.error("rebalance", "the reader is not in its group any more");
  }

  async commitFor(group: string, offsets: ReadonlyMap<number, string>, note: string): Promise<void> {
    await this.#reach.ask("offsetCommit", () =>
      this.#reach.broker.group(group).commit(this.#options.topic, offsets, note),
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#offer?.abort();
    const seat = this.#seat;
    await this.#reach.ask("leaveGroup", () => {
      if (seat !== null) this.#group.leave(seat.id);
      this.#seat = null;
    });
  }

  #join(): void {
    const { process } = this.#reach;
    const { topic, exclusive, sessionTimeout } = this.#options;
    const id = `member-${process.machine.random.below(2 ** 32)}`;
    const seat: GroupMember = {
      id,
      topic,
      exclusive,
      sessionTimeout,
      leave: (done) => {
        this.#later(() => {
          this.#offer?.abort();
          void this.#handler.leaving().then(() => this.#later(done));
        });
      },
      assign: (partitions, stayed) => {
        const share = ++this.#shares;
        this.#later(() => {
          // The answer to a join that another one has followed comes too late.
          if (this.#seat !== seat || this.#isClosed || share !== this.#shares) return;
          this.#positions.clear();
          this.#seeks += 1;
          const committed = this.#group.committed(topic);
          for (const one of partitions) this.#positions.set(one, Number(committed.get(one)?.offset ?? 0));
          const all = this.#reach.broker.topics.get(topic)?.length ?? 0;
          this.#handler.assigned(partitions, stayed, partitions.length < all);
        });
      },
    };
    this.#seat = seat;
    this.#later(() => this.#seat === seat && this.#group.join(seat));
  }

  /** One call to the machine later, unless the process has ended by then. */
  #later(action: () => void): void {
    const { process } = this.#reach;
    process.after(process.machine.scheduler.latency(), action);
  }

  #fetchLater(ms: number): void {
    this.#reach.process.after(ms, () => void this.#fetch());
  }

  async #fetch(): Promise<void> {
    if (this.#isClosed) return;
    const seeks = this.#seeks;
    const batch = this.#next();
    if (batch === null || this.#reach.process.machine.faults.of("fetch") !== null) return this.#fetchLater(FETCH_WAIT);
    const offer = new AbortController();
    this.#offer = offer;
    const { process } = this.#reach;
    await new Promise<void>((resolve) => process.after(process.machine.scheduler.latency(), resolve));
    const isTaken = await this.#handler.fetched(batch, seeks !== this.#seeks, offer.signal);
    this.#offer = null;
    if (isTaken && seeks === this.#seeks) this.#positions.set(batch.partition, Number(batch.next));
    this.#fetchLater(isTaken ? 1 : 50);
  }

  /** Records of one partition, of another one each time; null where nothing is new. */
  #next(): FetchedBatch | null {
    const log = this.#reach.broker.topics.get(this.#options.topic) ?? [];
    const partitions = [...this.#positions.keys()];
    for (const _ of partitions) {
      const partition = partitions[this.#turn++ % partitions.length]!;
      const from = this.#positions.get(partition)!;
      const records = log[partition]?.slice(from, from + MOST_FETCHED) ?? [];
      if (records.length === 0) continue;
      return {
        partition,
        from: String(from),
        records,
        next: String(from + records.length),
        highWatermark: String(log[partition]!.length),
      };
    }
    return null;
  }

  /** Where a session is lost the member joins again as another one; or it is out, and another one has to be made. */
  #beat(): void {
    const { process, broker } = this.#reach;
    const { machine } = process;
    process.after(HEARTBEAT, () => {
      if (this.#isClosed) return;
      this.#beat();
      const seat = this.#seat;
      if (seat === null || machine.faults.of("heartbeat") === null) return;
      const what = machine.random.below(3);
      if (what === 0 && !this.#options.exclusive) return visit(broker, this.#options);
      this.#offer?.abort();
      this.#group.leave(seat.id);
      this.#seat = null;
      if (what === 1) return this.#join();
      this.#isClosed = true;
      this.#handler.stopped(this.#reach.error("transient", "the session is over"));
    });
  }
}

/** Another member comes, gets some of the partitions, reads nothing, and goes. */
function visit(broker: Broker, { group, topic }: GroupOptions): void {
  const { machine } = broker;
  const id = `guest-${machine.random.below(2 ** 32)}`;
  const coordinator = broker.group(group);
  coordinator.join({
    id,
    topic,
    exclusive: false,
    sessionTimeout: 0,
    leave: (done) => void machine.scheduler.after(1, done),
    assign: () => {},
  });
  machine.scheduler.after(1000 + machine.random.real() * 5000, () => coordinator.leave(id));
}
