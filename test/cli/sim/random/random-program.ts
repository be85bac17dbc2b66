import { Random } from "../../../../cli/sim/machine/random.ts";
import { agent } from "./random-agent.ts";
import { stream } from "./random-stream.ts";
import { Writer } from "./writer.ts";

/** How many agents and streams there may be: mostly few, as a run of many takes as long as several of few. */
const PARTS = [1, 1, 1, 1, 1, 2, 2, 4] as const;

/**
 * The text of a random program that `sluice sim` can feed: agents and streams with lines from outside, by way of channels and
 * topics, into files, topics and a cluster. The same seed gives the same program.
 */
export function randomProgram(seed: number): string {
  const random = new Random(seed);
  const writer = new Writer(random);
  const parts = random.pick(PARTS);
  for (let part = 0; part < parts; part++) (random.chance(0.6) ? agent : stream)(writer);
  return writer.text();
}
