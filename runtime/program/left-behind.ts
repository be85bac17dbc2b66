import type { Agent } from "../engine/agent/agent.ts";
import type { Stream } from "../engine/stream/stream.ts";
import type { Logs } from "../log/logs.ts";

/** What a program has not brought to its end when it stops. */
export interface LeftBehind {
  /** Events in channels that outlive the program. */
  readonly kept: number;
  /** Events in channels that forget, or in batches that were not written. */
  readonly lost: number;
}

interface Streaming {
  readonly stream: Stream;
  /** Events of inputs that cannot be read again, by input. */
  unwritten(): ReadonlyMap<string, number>;
}

/**
 * Counts the events that have not reached a sink, and says of each place how many there are and what becomes of them.
 * `asPlanned`: nothing was cut short; `--batches` leaves behind what comes after the last batch.
 */
export function tellLeftBehind(
  agents: readonly Agent[],
  streams: readonly Streaming[],
  { logs, asPlanned }: { readonly logs: Logs; readonly asPlanned: boolean },
): LeftBehind {
  const left = { kept: 0, lost: 0 };
  const tell = (component: string, count: number, becomes: "kept" | "lost", where: string) => {
    if (count === 0) return;
    left[becomes] += count;
    const level = asPlanned ? "info" : becomes === "kept" ? "warn" : "error";
    const what = becomes === "kept" ? "the next start delivers them" : "they are lost";
    logs.named(component)[level](`events are left ${where}: ${what}`, { [becomes]: count });
  };
  for (const { name: owner, channels } of agents) {
    for (const [name, { size, durable = false, kept }] of Object.entries(channels)) {
      const safe = kept ?? (durable ? size : 0);
      tell(`${owner}.${name}`, safe, "kept", "in the channel");
      const where = kept === undefined ? "in the channel, which keeps nothing" : "in the memory of the channel";
      tell(`${owner}.${name}`, size - safe, "lost", where);
    }
  }
  for (const run of streams) {
    const owner = run.stream.name;
    for (const [name, count] of run.unwritten()) tell(`${owner}.${name}`, count, "lost", "that no batch has written");
  }
  return left;
}
