import type { Declared, Topic } from "../../runtime/component.ts";
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
