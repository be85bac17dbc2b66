import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { classPath } from "../class-path.ts";
import { freePorts } from "../free-ports.ts";
import type { Jvm } from "../jvm.ts";
import { createRunDirectory } from "../run-directory.ts";
import type { ProgramResult } from "../run-program.ts";
import { brokerProperties } from "./broker-properties.ts";
import { certificateIn, createCertificate } from "./certificate.ts";
import { type ConsoleTool, runConsoleTool } from "./console-tool.ts";
import { formatNode, startNode } from "./kafka-node.ts";
import { kafkaPom } from "./kafka-server.ts";
import { probeMetadata } from "./metadata-probe.ts";

/** Several nodes, each broker and controller, for what one broker cannot show: replicas, and leaders that move. */
export interface KafkaCluster {
  /** All nodes: "127.0.0.1:PORT,…". */
  readonly brokers: string;
  /** One of Kafka's console tools, asked of a node that runs. */
  tool(name: ConsoleTool, args: readonly string[], stdin?: string): Promise<ProgramResult>;
  /** SIGKILL to the node with that id, from 1. */
  kill(id: number): Promise<void>;
  /** Brings a killed node back; resolves when it answers. */
  start(id: number): Promise<void>;
  dispose(): Promise<void>;
}

/** Starts a cluster of the caller's own, with nodes 1 to `size`. Throws ServerUnavailable. */
export async function startKafkaCluster(size: number): Promise<KafkaCluster> {
  const jars = await classPath(kafkaPom);
  const directory = await createRunDirectory("kafka");
  const credentials = { username: "sluice", password: "sluice-secret" };
  const certificate = certificateIn(directory.data);
  await createCertificate(certificate);
  const controllers = await freePorts(size);
  const nodes = await Promise.all(
    controllers.map(async (controller, index) => {
      const id = index + 1;
      const [plain = 0, sasl = 0, tls = 0, mutualTls = 0] = await freePorts(4);
      const settings = join(directory.path, `server-${id}.properties`);
      const ports = { plain, sasl, tls, mutualTls, controller };
      const data = join(directory.data, `logs-${id}`);
      await writeFile(settings, brokerProperties(data, ports, credentials, certificate, { id, controllers }));
      await formatNode(jars, settings, credentials);
      return { id, plain, settings, log: join(directory.path, `server-${id}.log`) };
    }),
  );
  const running = new Map<number, Jvm>();

  async function start(id: number): Promise<void> {
    const node = nodes[id - 1]!;
    const jvm = await startNode(jars, node.settings, directory.data, node.log);
    running.set(id, jvm);
    await jvm.answers(() => probeMetadata(node.plain));
  }

  // Together: a majority of the controllers has to be there before any broker answers.
  await Promise.all(nodes.map(({ id }) => start(id)));
  return {
    brokers: nodes.map(({ plain }) => `127.0.0.1:${plain}`).join(","),
    tool(name, args, stdin) {
      const alive = nodes.find(({ id }) => running.get(id)?.isRunning()) ?? nodes[0]!;
      return runConsoleTool(jars, `127.0.0.1:${alive.plain}`, name, args, stdin);
    },
    async kill(id) {
      await running.get(id)?.kill();
    },
    start,
    async dispose() {
      await Promise.all([...running.values()].map((jvm) => jvm.kill()));
      await directory.removeData();
    },
  };
}
