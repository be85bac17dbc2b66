import type { Context } from "../../runtime/contract/context.ts";
import type { Event } from "../../runtime/contract/event.ts";
import type { AnySink, Named } from "../../runtime/engine/agent/agent.ts";
import { isTopicUser } from "../../runtime/engine/topic/topic-user.ts";
import type { DeclaredComponent } from "../sim/script.ts";
import { eventWriter } from "./recorded-value.ts";

/** Functions that make sinks which the simulated machine has everything for. */
const simulated: ReadonlySet<string> = new Set([
  "discard",
  "files",
  "hdfs",
  "hdfsOnDisk",
  "linesInFiles",
  "logger",
  "packedHdfsOnDisk",
  "print",
]);

/** Sinks of a program that is played back: those that would reach others keep what they are sent. */
export class PlayedSinks {
  /** What the program declares; it fills while the program is loaded, before anything is opened. */
  readonly declared: DeclaredComponent[] = [];
  /** By sink, in lines of JSON. */
  readonly kept = new Map<string, string[]>();

  /** The sinks of `owner`, an agent or a stream. */
  played(owner: string, sinks: Named<AnySink>): Named<AnySink> {
    return Object.fromEntries(
      Object.entries(sinks).map(([name, sink]) => [
        name,
        isTopicUser(sink) ? sink : this.#sink(`${owner}.${name}`, sink),
      ]),
    );
  }

  #sink(name: string, sink: AnySink): AnySink {
    const write = eventWriter(new Set());
    const keep = async (events: readonly Event[]) => {
      const lines = this.kept.get(name) ?? [];
      this.kept.set(name, lines);
      for (const event of events) lines.push(`${JSON.stringify(write(event))}\n`);
    };
    let isKept = false;
    const { writeBatch, writeOnce } = sink;
    return {
      batchSize: sink.batchSize,
      ...(sink.parallel === undefined ? {} : { parallel: sink.parallel }),
      open: async (context: Context) => {
        isKept = !simulated.has(this.declared.find((one) => one.name === name)?.component ?? "");
        if (!isKept) await sink.open(context);
      },
      write: (events, pull) => (isKept ? keep(events) : sink.write(events, pull)),
      ...(writeBatch === undefined
        ? {}
        : {
            writeBatch: (elements, time) =>
              isKept
                ? keep(elements.map((body) => ({ body, headers: new Map() })))
                : writeBatch.call(sink, elements, time),
          }),
      ...(writeOnce === undefined
        ? {}
        : { writeOnce: (events, id) => (isKept ? keep(events) : writeOnce.call(sink, events, id)) }),
      close: async () => {
        if (!isKept) await sink.close();
      },
    };
  }
}
