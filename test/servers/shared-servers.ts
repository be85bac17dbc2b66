import { type Flume, prepareFlume } from "./flume/flume.ts";
import { type HdfsServer, startHdfs } from "./hdfs/hdfs-server.ts";
import { type KafkaServer, startKafka } from "./kafka/kafka-server.ts";
import { prepareReaders, type Readers } from "./readers/readers.ts";
import { prepareVsCode, type VsCode } from "./vscode/vscode.ts";

/** The servers that tests can have, by kind. */
export interface Servers {
  kafka: KafkaServer;
  hdfs: HdfsServer;
  flume: Flume;
  readers: Readers;
  vscode: VsCode;
}

export type ServerKind = keyof Servers;

const starts: { readonly [Kind in ServerKind]: () => Promise<Servers[Kind]> } = {
  kafka: startKafka,
  hdfs: startHdfs,
  flume: prepareFlume,
  readers: prepareReaders,
  vscode: prepareVsCode,
};

/** One of each kind for the whole process. A failed start stays here too, so that it is not tried for every suite. */
const shared: { [Kind in ServerKind]?: Promise<Servers[Kind]> } = {};

/** The broker of this process, started by the first call and running again if a test stopped it. Throws ServerUnavailable. */
export function kafkaServer(): Promise<KafkaServer> {
  return sharedServer("kafka");
}

/** The cluster of this process, started by the first call and whole again if a test broke it. Throws ServerUnavailable. */
export function hdfsServer(): Promise<HdfsServer> {
  return sharedServer("hdfs");
}

/** The server of a kind: see kafkaServer and hdfsServer. */
export async function sharedServer<Kind extends ServerKind>(kind: Kind): Promise<Servers[Kind]> {
  shared[kind] ??= starts[kind]() as (typeof shared)[Kind];
  const server = (await shared[kind]) as Servers[Kind];
  await server.ensureRunning();
  return server;
}

/** Ends every shared server and removes its data. A later call starts a new one. */
export async function disposeServers(): Promise<void> {
  const started = Object.values(shared);
  delete shared.kafka;
  delete shared.hdfs;
  delete shared.flume;
  delete shared.readers;
  delete shared.vscode;
  for (const start of await Promise.allSettled(started)) {
    if (start.status === "fulfilled") await start.value.dispose();
  }
}
