import type kafkajs from "kafkajs";
import type { Clock } from "../../../runtime/system/clock.ts";

/** What the adapter lends to its parts. */
export interface Client {
  readonly kafka: kafkajs.Kafka;
  readonly clock: Clock;
}
