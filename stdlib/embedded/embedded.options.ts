// Generated from embedded.flow by `npm run generate`.

/**
 * A durable partitioned log below the data directory, in this very process: Kafka's semantics without a broker.
 * Events with equal keys go to the same partition and keep their order; events without a key take turns.
 */
export interface EmbeddedOptions<T> {
  /** How many partitions; more of them let more readers of one group share the work. */
  readonly partitions?: number;
  /** Key of a body, null for none. */
  readonly key?: (value: T) => string | null;
  /** Not used here; taken so that `kafka` and `embedded` can replace each other. */
  readonly brokers?: string;
  /** Not used here: there is one copy, on this machine. */
  readonly replicationFactor?: number;
}

export const embeddedDefaults = {
  partitions: 1,
  key: () => null,
  brokers: "",
  replicationFactor: 1,
} as const;
