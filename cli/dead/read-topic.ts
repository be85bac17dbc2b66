import type { Type } from "../../compiler/model/types/type.ts";
import type { Context } from "../../runtime/contract/context.ts";
import type { Topic } from "../../runtime/contract/topic.ts";
import { type Letter, letterOf } from "../../runtime/program/inspect/letter.ts";
import { readTopicMeta, topicFiles } from "../../runtime/topic/topic-files.ts";
import { type NamedTopic, namedTopic } from "../console/named-topic.ts";
import type { TopicRecord } from "../console/topic-store.ts";

/** How long to wait for records that are said to be there, in ms. */
const PATIENCE = 5000;

/** A topic that keeps letters. */
export interface TopicOfLetters {
  readonly topics: readonly Topic<unknown>[];
  readonly id: string;
  readonly element: Type;
  readonly dataDir: string;
}

/** The letters in a topic now, those that nothing is known to say of left out. */
export async function* lettersInTopic(of: TopicOfLetters, context: Context): AsyncGenerator<Letter> {
  const named = await namedIn(of, context);
  const state = await named.store.describe(named.name);
  if (state === null) return;
  const ends = new Map(state.partitions.map(({ partition, next }) => [partition, BigInt(next)]));
  const left = new Set(
    state.partitions.filter(({ first, next }) => BigInt(first) < BigInt(next)).map((one) => one.partition),
  );
  const from = new Map(state.partitions.map(({ partition, first }) => [partition, first]));
  const scanner = await named.store.scan(named.name, from);
  try {
    while (left.size > 0) {
      const records = await scanner.next(PATIENCE);
      if (records.length === 0) return;
      for (const record of records) {
        const next = BigInt(record.offset) + 1n;
        const end = ends.get(record.partition) ?? 0n;
        if (next >= end) left.delete(record.partition);
        const letter = next > end ? null : read(of, named, record);
        if (letter !== null) yield letter;
      }
    }
  } finally {
    await scanner.close();
  }
}

/** What tells an embedded topic apart from a former one of the same name; null where nothing does. */
export async function identityOf(of: TopicOfLetters, context: Context): Promise<string | null> {
  const { name, declared } = await namedIn(of, context);
  if (declared?.topic.origin?.kind !== "embedded") return null;
  return (await readTopicMeta(topicFiles(of.dataDir, name)))?.id ?? null;
}

function namedIn({ topics, id, dataDir }: TopicOfLetters, context: Context): Promise<NamedTopic> {
  return namedTopic({ cluster: null, dataDir, declared: topics }, id, context);
}

function read({ id, element }: TopicOfLetters, { declared }: NamedTopic, record: TopicRecord): Letter | null {
  const { partition, offset, timestamp, key, value, headers } = record;
  if (value === null) return null;
  const text = textOf(value, element, { codec: declared!.codec, isKafka: declared!.topic.origin?.kind === "kafka" });
  const at = { holder: id, part: String(partition), offset: Number(offset) };
  const form = element.kind === "string" ? "text" : element.kind === "bytes" ? "bytes" : "json";
  return letterOf({ ...at, text, form, headers, timestamp, key });
}

/** A stored value as the text of its body: of bytes what they say in UTF-8, which is how they were made. */
function textOf(
  value: string,
  element: Type,
  { codec, isKafka }: { readonly codec: "auto" | "json" | "text"; readonly isKafka: boolean },
): string {
  if (element.kind === "string" && codec === "json") return JSON.parse(value) as string;
  if (element.kind !== "bytes" || (isKafka && codec !== "json")) return value;
  return Buffer.from(JSON.parse(value) as string, "base64").toString("utf8");
}
