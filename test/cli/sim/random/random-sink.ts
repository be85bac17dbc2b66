import type { Topic, Writer } from "./writer.ts";

/** Most events that a sink takes at a time; every channel has transactions of that size. */
const BATCH = 20;

/** A sink that takes lines, as a call. `knowsBatches` leaves only those that know a batch again which they have. */
export function sink(writer: Writer, knowsBatches = false): string {
  const { random } = writer;
  const ways = knowsBatches ? [files, hdfs] : [files, files, hdfs, cluster, print, group];
  return random.pick(ways)(writer);
}

/** A new topic that takes lines, and which later parts may read. */
export function target(writer: Writer, knowsBatches = false): Topic {
  const topic = knowsBatches ? writer.topic("own", true) : writer.topic(writer.random.chance(0.25) ? "kafka" : "own");
  writer.topics.push(topic);
  return topic;
}

function files(writer: Writer): string {
  const { random } = writer;
  const options = [
    `"${writer.name("files")}"`,
    `rollInterval: ${random.pick(["2s", "4s", "30s"])}`,
    ...writer.sometimes(batchSize(writer)),
  ];
  return `files(${options.join(", ")})`;
}

function hdfs(writer: Writer): string {
  return `hdfs("file:///sim/${writer.name("rolled")}", ${rolling(writer)})`;
}

function cluster(writer: Writer): string {
  return `hdfs("hdfs://cluster:8020/${writer.name("stored")}", ${rolling(writer)})`;
}

function rolling(writer: Writer): string {
  const { random } = writer;
  const options = [
    `rollCount: ${random.pick([0, 7, 25])}`,
    "rollSize: 0B",
    `rollInterval: ${random.pick(["3s", "10s"])}`,
    ...writer.sometimes(batchSize(writer)),
  ];
  return options.join(", ");
}

function print(): string {
  return "print()";
}

function group(writer: Writer): string {
  return `${writer.random.pick(["failover", "loadBalance"])}(${files(writer)}, ${files(writer)})`;
}

function batchSize({ random }: Writer): string {
  return `batchSize: ${random.between(1, BATCH)}`;
}
