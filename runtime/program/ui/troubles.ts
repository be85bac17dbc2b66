import type { Counters } from "../../engine/counters.ts";
import type { Trouble } from "./messages.ts";

/** For so long a part shows that events have left it for where refused ones go, in ms. */
const REFUSING_FOR = 10_000;

const FAILING = ["failed", "channelFull"];
const WORKING = ["written", "accepted", "batches", "loaded"];
const REFUSING = ["deadLetters", "dropped", "rejected", "undecodable"];

interface Known {
  failed: number;
  worked: number;
  refused: number;
  /** Null while it works. */
  failingSince: number | null;
  refusingSince: number | null;
  lastRefused: number;
}

/**
 * What fails now. Failures are counted each time that something is tried again, at growing intervals: a part that has
 * failed counts as failing until it has worked.
 */
export class Troubles {
  readonly #known = new Map<string, Known>();

  /** Those among `ids`, by id. `ended` are the parts that have stopped, or are out of reach for too long. */
  look(
    ids: readonly string[],
    counters: Counters,
    { now, ended, said }: { now: number; ended: ReadonlySet<string>; said: (id: string) => string },
  ): Record<string, Trouble> {
    const found: Record<string, Trouble> = {};
    const asMember = failuresOfMembers(counters);
    const sum = (id: string, names: readonly string[]) => names.reduce((all, name) => all + counters.get(id, name), 0);
    for (const id of ids) {
      // A member of a group counts its writes, those that failed included; the group counts these.
      const member = asMember.get(id) ?? 0;
      const failed = sum(id, FAILING) + member;
      const worked = sum(id, WORKING) + (member === 0 ? 0 : counters.get(id, "writes") - member);
      const refused = sum(id, REFUSING);
      const known = this.#knownOf(id);
      const hasFailed = failed > known.failed;
      if (hasFailed || ended.has(id)) known.failingSince ??= now;
      else if (worked > known.worked) known.failingSince = null;
      if (refused > known.refused) {
        known.refusingSince ??= now;
        known.lastRefused = now;
      } else if (now - known.lastRefused > REFUSING_FOR) known.refusingSince = null;
      Object.assign(known, { failed, worked, refused });
      if (known.failingSince !== null) found[id] = { level: "failing", since: known.failingSince, message: said(id) };
      else if (known.refusingSince !== null) {
        found[id] = { level: "refusing", since: known.refusingSince, message: said(id) };
      }
    }
    return found;
  }

  #knownOf(id: string): Known {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const made = { failed: 0, worked: 0, refused: 0, failingSince: null, refusingSince: null, lastRefused: 0 };
    this.#known.set(id, made);
    return made;
  }
}

/** How often sinks have failed as members of groups, by id: the group `a.g` has a counter `k1.failed`. */
function failuresOfMembers(counters: Counters): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [component, counts] of counters) {
    for (const [counter, value] of counts) {
      const member = /^(\w+)\.failed$/.exec(counter)?.[1];
      if (member === undefined) continue;
      const id = `${component.slice(0, component.indexOf("."))}.${member}`;
      found.set(id, (found.get(id) ?? 0) + value);
    }
  }
  return found;
}
