import type { Context, StartAt, Topic, TopicReader } from "../component.ts";

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

/** The reader that `reading` asks for, not opened. */
export function readerOf<T>(topic: Topic<T>, reading: Reading, { program }: Pick<Context, "program">): TopicReader<T> {
  const { startAt, exclusive = false } = reading;
  if ("group" in reading) return topic.reader(reading.group, startAt, { exclusive });
  return topic.reader(`${program}.${reading.reader}`, startAt, { exclusive, formerGroup: reading.reader });
}
