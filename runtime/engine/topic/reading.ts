import type { Context } from "../../contract/context.ts";
import type { StartAt, Topic, TopicReader } from "../../contract/topic.ts";

/** How a program says that it reads a topic: as a group that it names, or as one of the reader's own. */
export type Reading = (
  | { readonly group: string }
  /** The agent or stream that reads: its group is `PROGRAM.reader`, so that those of other programs do not share in it. */
  | { readonly reader: string }
) & {
  readonly startAt: StartAt;
  /** What is kept of the records is right only when one reader has them all. */
  readonly exclusive?: boolean;
};

/** The reader that `reading` asks for, not opened. How far it is behind is among the figures of `context`. */
export function readerOf<T>(
  topic: Topic<T>,
  reading: Reading,
  context: Pick<Context, "program" | "observe">,
): TopicReader<T> {
  const reader = askedReader(topic, reading, context.program);
  const read = reader.lag?.bind(reader);
  if (read !== undefined) {
    const help = "Records that are in the topic and were not read yet.";
    context.observe?.({ name: "lagRecords", help, by: "partition", read });
  }
  return reader;
}

/** The group that a program of that name reads as. */
export function groupOf(reading: Reading, program: string): string {
  return "group" in reading ? reading.group : `${program}.${reading.reader}`;
}

function askedReader<T>(topic: Topic<T>, reading: Reading, program: string): TopicReader<T> {
  const { startAt, exclusive = false } = reading;
  const former = "group" in reading ? {} : { formerGroup: reading.reader };
  return topic.reader(groupOf(reading, program), startAt, { exclusive, ...former });
}
