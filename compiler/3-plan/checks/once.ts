import type { StreamInput, StreamPlan, TopicPlan } from "../plan.ts";
import { endpointsOf } from "./endpoints.ts";
import { keeperOf, keepsState } from "./keeper.ts";

type Topics = ReadonlyMap<string, TopicPlan>;

/**
 * The outputs of a stream that get each of its batches once: they know a batch that is done again after a crash, and it
 * is done again exactly as it was. For that everything that the stream reads must give the same again, to this reader
 * alone, and where it stands must be kept with what the stream keeps. An output that may refuse what it is given gets a
 * batch in parts, and is not among them.
 */
export function outputsWrittenOnce(topics: Topics, stream: StreamPlan): ReadonlySet<string> {
  if (!keepsState(stream) || !stream.inputs.every((input) => givesTheSameAgain(topics, stream, input)))
    return new Set();
  const ends = stream.wires.flatMap(({ to }) => endpointsOf(to));
  const refusing = new Set(ends.filter(({ refused }) => refused !== null).map(({ name }) => name));
  const knowing = stream.outputs.filter((output) => {
    const maker = output.kind === "component" ? output.maker : topics.get(output.topic)?.maker;
    return maker?.knowsBatches === true && !refusing.has(output.name);
  });
  return new Set(knowing.map(({ name }) => name));
}

function givesTheSameAgain(topics: Topics, stream: StreamPlan, input: StreamInput): boolean {
  switch (input.kind) {
    case "topicReader":
      return topics.get(input.topic)?.maker.delivers === "durable" && keeperOf(stream, input.name) !== null;
    case "component":
      return input.maker.beginsAgain;
    case "channelReader":
      return false;
  }
}
