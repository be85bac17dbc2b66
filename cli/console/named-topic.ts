import { type Context, keptNameOf } from "../../runtime/contract/context.ts";
import type { Schema } from "../../runtime/contract/schema.ts";
import { env, secret } from "../../runtime/contract/secret.ts";
import type { Topic } from "../../runtime/contract/topic.ts";
import type { ConnectionOptions } from "../../stdlib/kafka/connection.ts";
import { embeddedStore } from "./embedded-store.ts";
import { kafkaStore } from "./kafka-store.ts";
import type { Cluster, StoreAddress } from "./request.ts";
import type { TopicStore } from "./topic-store.ts";

/** A topic that a command names. */
export interface NamedTopic {
  readonly store: TopicStore;
  /** Its name where it is kept. */
  readonly name: string;
  /** The topic as its `.flow` file declares it; null when no file was named. */
  readonly declared: DeclaredTopic | null;
}

/** A topic of a program as `consume` and `produce` need it. */
export interface DeclaredTopic {
  readonly topic: Topic<unknown>;
  readonly element: Schema;
  readonly codec: "auto" | "json" | "text";
  readonly partitions: number | null;
  readonly replicationFactor: number;
}

/** Options that the topics known here have in common. */
interface CommonOptions {
  readonly codec?: "auto" | "json" | "text";
  readonly partitions?: number | null;
  readonly replicationFactor?: number;
}

/** The store that a request names outside of any `.flow` file. */
export function storeOf({ cluster, dataDir }: StoreAddress, context: Context): Promise<TopicStore> | TopicStore {
  return cluster === null ? embeddedStore(dataDir, context.clock) : kafkaStore(connectionOptions(cluster), context);
}

function connectionOptions({ passwordEnv, ...cluster }: Cluster): ConnectionOptions {
  const password = passwordEnv === null ? null : secret(passwordEnv, "--password-env", () => env(passwordEnv));
  return { ...cluster, clientId: "sluice-console", password };
}

/** The topic called `name`. Rejects with an error of one line when the `.flow` file has none of that name. */
export async function namedTopic(address: StoreAddress, name: string, context: Context): Promise<NamedTopic> {
  if (address.declared === null) return { store: await storeOf(address, context), name, declared: null };
  const topic = address.declared.find((each) => each.name === name);
  if (topic === undefined) {
    const names = address.declared.map((each) => each.name).join(", ");
    throw new Error(`the program has no topic ${name}; ${names === "" ? "it has none" : `it has ${names}`}`);
  }
  const { origin } = topic;
  if (origin?.kind !== "kafka" && origin?.kind !== "embedded") {
    throw new Error(`topic ${name} is not of a kind that the console knows`);
  }
  const options = origin.options as CommonOptions & ConnectionOptions & { readonly topic?: string | null };
  const { codec = "auto", partitions = null, replicationFactor = 1 } = options;
  const { element } = origin.declared;
  const kept = keptNameOf(origin.declared);
  const declared = { topic, element, codec, partitions, replicationFactor };
  if (origin.kind === "embedded") return { store: embeddedStore(address.dataDir, context.clock), name: kept, declared };
  return { store: await kafkaStore(options, context), name: options.topic ?? kept, declared };
}
