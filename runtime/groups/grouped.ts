import type { Context } from "../contract/context.ts";
import type { Event } from "../contract/event.ts";
import type { Sink } from "../contract/sink.ts";
import type { GroupedSink, GroupMember, SinkGroup } from "./sink-group.ts";

/** A group as an output of a stream; its members by their names. */
export function grouped<T>(group: SinkGroup, members: Readonly<Record<string, Sink<T>>>): GroupedSink<T> {
  return new Grouped(group, members);
}

class Grouped<T> implements GroupedSink<T> {
  readonly batchSize: number;
  readonly members: GroupedSink<T>["members"];
  readonly #group: SinkGroup;
  #over: Sink<unknown> | null = null;

  constructor(group: SinkGroup, members: Readonly<Record<string, Sink<T>>>) {
    this.#group = group;
    this.members = Object.entries(members).map(([name, sink]) => ({ name, sink }));
    this.batchSize = Math.min(...this.members.map(({ sink }) => sink.batchSize));
  }

  async open(context: Context): Promise<void> {
    // The compiler has checked what flows.
    this.#over = this.#group.over(this.members as readonly GroupMember[], context);
    await this.#over.open(context);
  }

  async write(events: readonly Event<T>[]): Promise<void> {
    await this.#over!.write(events);
  }

  async close(): Promise<void> {
    await this.#over?.close();
  }
}
