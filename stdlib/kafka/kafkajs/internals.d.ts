/** The parts of kafkajs 2.2.4 that it does not declare; they exist as long as the version is pinned. */

declare module "kafkajs/src/network/requestQueue/index.js" {
  class RequestQueue {
    pending: readonly unknown[];
    throttledUntil: number;
    scheduleCheckPendingRequests(): void;
  }
  export = RequestQueue;
}

declare module "kafkajs/src/consumer/offsetManager/index.js" {
  class OffsetManager {
    cluster: {
      fetchTopicsOffset(
        topics: readonly { topic: string; partitions: readonly { partition: number }[]; fromBeginning: boolean }[],
      ): Promise<readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[]>;
    };
    resolvedOffsets: Record<string, Record<number, string>>;
    setDefaultOffset(at: { topic: string; partition: number }): Promise<void>;
  }
  export = OffsetManager;
}

declare module "kafkajs/src/consumer/consumerGroup.js" {
  class ConsumerGroup {
    assigners: readonly { beforeJoin?(): Promise<void>; formerMember?: string | null }[];
    memberId: string | null;
    /** Null until it has joined for the first time. */
    generationId: number | null;
    joinAndSync(): Promise<void>;
  }
  export = ConsumerGroup;
}

declare module "kafkajs/src/consumer/batch.js" {
  import type kafkajs from "kafkajs";

  class FetchedPartition {
    constructor(topic: string, fetchedOffset: string, partitionData: { readonly partition: number });
    /** Everything in the answer, below the offset asked for and control records too. */
    readonly rawMessages: readonly unknown[];
  }
  interface FetchedPartition extends kafkajs.Batch {}
  export = FetchedPartition;
}

declare module "kafkajs/src/protocol/requests/fetch/v11/response.js" {
  const response: { decode(raw: Buffer): Promise<unknown> };
  export = response;
}
