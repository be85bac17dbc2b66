import type { Event } from "../../contract/event.ts";
import type { Sink } from "../../contract/sink.ts";
import { isGrouped } from "../../groups/sink-group.ts";
import { Mutex } from "../../system/mutex.ts";
import type { Closers, PartClosers } from "../closers.ts";
import { contextOf, type Services } from "../services.ts";
import type { Computed } from "./compute-batch.ts";
import { deliveriesTo, type OutputDeliveries } from "./output-deliveries.ts";
import type { Stream } from "./stream.ts";
import { writeOutput } from "./write-output.ts";

/** The outputs of a stream while it runs. */
export class StreamOutputs {
  readonly #stream: Stream;
  readonly #services: Services;
  /** Outputs that take what others refuse. */
  readonly #takers: ReadonlySet<string | null>;
  readonly #deliveries = new Map<string, OutputDeliveries>();
  /** A batch or some dead letters are written at a time. */
  readonly #writing = new Mutex();

  constructor(stream: Stream, services: Services) {
    this.#stream = stream;
    this.#services = services;
    const poison = typeof stream.poison === "object" ? stream.poison.to : null;
    this.#takers = new Set([...Object.values(stream.refused ?? {}).map((wayOut) => wayOut?.to ?? null), poison]);
  }

  /** `waiting` gives how many events wait for their batches to be done; `own` closes what the stream has opened. */
  async open(closers: Closers, own: PartClosers, waiting: () => number): Promise<void> {
    for (const [name, sink] of Object.entries(this.#stream.outputs)) {
      this.#deliveries.set(name, deliveriesTo(name, this.#stream, this.#services, waiting));
      await this.#openSink(name, sink, closers, own);
      this.#offerReplays(name, sink);
    }
  }

  async #openSink(name: string, sink: Sink<unknown>, closers: Closers, own: PartClosers): Promise<void> {
    if (isGrouped(sink)) for (const one of sink.members) await this.#openSink(one.name, one.sink, closers, own);
    const context = contextOf(this.#services, this.#named(name));
    await own.open(closers, this.#named(name), sink, () => sink.open(context));
  }

  /** Lets what an output has refused be sent to it again, between batches, where the program knows its type. */
  #offerReplays(name: string, sink: Sink<unknown>): void {
    const element = this.#stream.refused?.[name]?.element;
    if (element === undefined) return;
    const send = (events: readonly Event[]) =>
      this.#writing.run(() => this.#deliveries.get(name)!.rejects.deliver(events, (part) => sink.write(part), true));
    this.#services.replays?.add({ edge: `${this.#stream.name} -> ${name}`, isBeforeSteps: false, element, send });
  }

  /** Whether there is something in a batch for an output that may be told which batch it is. */
  writesOnce(computed: Computed): boolean {
    return Object.keys(this.#stream.outputs).some((name) => {
      if (!this.#isOnce(name)) return false;
      const { elements, rejects } = this.#outputOf(computed, name);
      return (elements?.length ?? 0) + rejects.length > 0;
    });
  }

  /** Writes a batch to each output in turn; `id` is what they know it by, null where it cannot be done again as it was. */
  async write(computed: Computed, id: string | null): Promise<void> {
    for (const [name, sink] of Object.entries(this.#stream.outputs)) {
      const output = this.#outputOf(computed, name);
      // What is there for dead letters has no batches of its own.
      if (output.elements?.length === 0 && output.rejects.length === 0 && this.#takers.has(name)) continue;
      const deliveries = this.#deliveries.get(name)!;
      const write = () => writeOutput(sink, { ...output, id: this.#isOnce(name) ? id : null }, deliveries);
      const waiting = () => deliveries.batch.failing.message ?? "";
      await this.#writing.run(() => this.#services.underWay.during(this.#named(name), write(), waiting));
    }
  }

  #outputOf({ batch: { time, skipped, rejects }, emit }: Computed, name: string) {
    return { elements: skipped.has(name) ? null : emit[name]!, rejects: rejects.get(name) ?? [], time };
  }

  /** What an output refuses makes several writes of a batch, which no id tells apart. */
  #isOnce(name: string): boolean {
    return this.#stream.outputs[name]!.writeOnce !== undefined && this.#stream.refused?.[name] === undefined;
  }

  #named(name: string): string {
    return `${this.#stream.name}.${name}`;
  }
}
