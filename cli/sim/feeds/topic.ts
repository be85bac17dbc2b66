import { Broker } from "../machine/kafka/broker.ts";
import type { Machine } from "../machine/machine.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Feed, grow } from "./feed.ts";

/** How often it is asked whether the groups have begun, and how long one may take that reads from the beginning, in ms. */
const LOOK_EVERY = 100;
const BEGIN_WITHIN = 4000;

/**
 * Another program writes lines to a topic, which is there before the program starts; of one that it writes itself there are
 * none. It waits until the groups of the program have begun: what comes before that is not theirs where they begin at the end.
 */
export function fillTopic(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const broker = machine.part(Broker);
  const topic = topicOf(name, options);
  const random = machine.random.fork();
  let waiting: readonly string[] = [];
  let hasBegun = false;
  const write = () => {
    if (!hasBegun) return;
    const partitions = broker.topics.get(topic)?.length ?? 1;
    for (const value of waiting) {
      broker.append(topic, random.below(partitions), [{ key: null, value, headers: [] }], true);
    }
    waiting = [];
  };
  /** How long there have been readers; by its looks, as the clock may jump. */
  let waited = 0;
  const look = () => {
    const standing = broker.standingOf(topic);
    waited = standing === "no reader" ? 0 : waited + LOOK_EVERY;
    hasBegun = standing === "begun" || waited > BEGIN_WITHIN;
    if (hasBegun) write();
    else machine.scheduler.after(LOOK_EVERY, look);
  };
  if (lines.length > 0) {
    broker.create(topic, Number(options["partitions"] ?? 1));
    look();
  }
  const growing = grow(machine, lines, (some) => {
    waiting = [...waiting, ...some];
    write();
  });
  const isDone = () => growing.isDone() && waiting.length === 0;
  return { source: name, answers: () => null, begin: () => {}, isDone };
}

/** What a declared topic is called in its cluster. */
export function topicOf(name: string, options: DeclaredComponent["options"]): string {
  return String(options["topic"] ?? name);
}
