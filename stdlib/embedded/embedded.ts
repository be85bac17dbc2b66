import type { Declared } from "../../runtime/contract/context.ts";
import type { Topic } from "../../runtime/contract/topic.ts";
import { embedded as embeddedTopic } from "../../runtime/topic/embedded.ts";
import { type EmbeddedOptions, embeddedDefaults } from "./embedded.options.ts";

/** A durable partitioned log below the data directory. */
export function embedded<T>(options: EmbeddedOptions<T>, declared: Declared): Topic<T> {
  const { partitions, codec, brokers, replicationFactor, ...others } = { ...embeddedDefaults, ...options };
  return embeddedTopic<T>(
    {
      ...others,
      ...(partitions === null ? {} : { partitions }),
      ...(codec === "auto" ? {} : { codec }),
    },
    declared,
  );
}
