import kafkajs from "kafkajs";
import type { Clock } from "../../../runtime/system/clock.ts";
import type { Connection, Kafka } from "../port.ts";
import { hidden, openSocket, shown } from "./address.ts";
import { openAdmin } from "./admin.ts";
import type { Client } from "./client.ts";
import { joinGroup } from "./group.ts";
import { overrideKafkajs } from "./overrides.ts";
import { openPlainReader } from "./plain-reader.ts";
import { openProducer } from "./producer.ts";

/** Of a connection to any one of the brokers: each try takes the next one. Operations try again on top of that. */
const CONNECT_RETRY = { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 };

/**
 * Hears of connections that break while kafkajs is still trying again by itself; `cause` names the connection. What
 * kafkajs logs beyond that is dropped: whatever matters comes back as a KafkaError.
 */
export type OnTrouble = (cause: string, message: string) => void;

/** A cluster through kafkajs. Nothing is connected yet. */
export function connectKafka(connection: Connection, clock: Clock, onTrouble: OnTrouble): Kafka {
  overrideKafkajs();
  const { brokers, clientId, tls, sasl } = connection;
  const kafka = new kafkajs.Kafka({
    brokers: brokers.map(hidden),
    socketFactory: openSocket,
    clientId,
    ...(tls === null
      ? {}
      : { ssl: { ...present("ca", tls.ca), ...present("cert", tls.cert), ...present("key", tls.key) } }),
    ...(sasl === null ? {} : { sasl: sasl as kafkajs.SASLOptions }),
    connectionTimeout: 3_000,
    retry: CONNECT_RETRY,
    requestTimeout: 15_000,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => report(entry, onTrouble),
  });
  const client: Client = { kafka, clock };
  return {
    admin: () => openAdmin(client),
    producer: (options) => openProducer(client, options),
    join: (options, handler) => joinGroup(client, options, handler),
    plainReader: (topic) => openPlainReader(client, topic),
  };
}

function report({ namespace, log }: kafkajs.LogEntry, onTrouble: OnTrouble): void {
  const broker: unknown = log["broker"];
  if (namespace !== "Connection" || typeof broker !== "string" || !/^Connection (error|timeout)/.test(log.message))
    return;
  const message = shown(log.message.replace(/^Connection error: /, ""));
  onTrouble(`connection ${broker}`, `broker ${shown(broker)}: ${message}`);
}

function present<K extends string>(name: K, value: string | null): Partial<Record<K, string>> {
  return value === null ? {} : ({ [name]: value } as Record<K, string>);
}
