import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { classPath } from "../class-path.ts";
import { freePorts } from "../free-ports.ts";
import type { Jvm } from "../jvm.ts";
import { createRunDirectory } from "../run-directory.ts";
import type { ProgramResult } from "../run-program.ts";
import { brokerProperties, type Credentials } from "./broker-properties.ts";
import { type Certificate, certificateIn, createCertificate } from "./certificate.ts";
import { type ConsoleTool, runConsoleTool } from "./console-tool.ts";
import { formatNode, startNode } from "./kafka-node.ts";
import { probeMetadata } from "./metadata-probe.ts";

/** The POM whose jars the broker and the tools run from. */
export const kafkaPom = join(import.meta.dirname, "pom.xml");

/** One Apache Kafka node, broker and controller, with a listener for each kind of client. */
export interface KafkaServer {
  /** "127.0.0.1:PORT", no encryption, no credentials. */
  readonly brokers: string;
  /** A listener that wants SASL credentials (PLAIN or SCRAM), without encryption, and the only ones that it takes. */
  readonly sasl: { readonly brokers: string } & Credentials;
  /** A listener with TLS; `certificate` is the path of the PEM file to trust. */
  readonly tls: { readonly brokers: string; readonly certificate: string };
  /** The same for clients that show a certificate; it trusts the one that it shows itself, whose key is in `identity`. */
  readonly mutualTls: { readonly brokers: string; readonly identity: Certificate };
  /** A plain listener of which the broker says that it is at `nowhere.invalid`. */
  readonly misled: string;
  /** Path of the broker's log. */
  readonly log: string;
  /** The ids of its processes, none while it is stopped. */
  processIds(): number[];
  /** Runs one of Kafka's console tools against `brokers` (at most a minute). A failed tool resolves with its status. */
  tool(name: ConsoleTool, args: readonly string[], stdin?: string): Promise<ProgramResult>;
  /** The broker goes away in order; its data and its ports stay. */
  stop(): Promise<void>;
  /** The broker goes away by SIGKILL; its data and its ports stay. */
  kill(): Promise<void>;
  /** Stops the broker if it runs and brings it back with the same data and ports. Resolves when it answers. */
  restart(): Promise<void>;
  /** Brings the broker back if it does not run. */
  ensureRunning(): Promise<void>;
  /** Ends the broker for good and removes its data. */
  dispose(): Promise<void>;
}

/** Starts a broker of the caller's own; most tests want the shared one instead. Throws ServerUnavailable. */
export async function startKafka(): Promise<KafkaServer> {
  const jars = await classPath(kafkaPom);
  const directory = await createRunDirectory("kafka");
  const log = join(directory.path, "server.log");
  const settings = join(directory.path, "server.properties");
  const [plain = 0, sasl = 0, tls = 0, mutualTls = 0, misled = 0, controller = 0] = await freePorts(6);
  const credentials = { username: "sluice", password: "sluice-secret" };
  const certificate = certificateIn(directory.data);
  const logs = join(directory.data, "logs");
  await writeFile(
    settings,
    brokerProperties(logs, { plain, sasl, tls, mutualTls, misled, controller }, credentials, certificate),
  );
  await Promise.all([createCertificate(certificate), formatNode(jars, settings, credentials)]);

  const brokers = `127.0.0.1:${plain}`;
  let broker: Jvm | undefined;

  async function start(): Promise<void> {
    broker = await startNode(jars, settings, directory.data, log);
    await broker.answers(() => probeMetadata(plain));
  }

  await start();
  return {
    brokers,
    sasl: { brokers: `127.0.0.1:${sasl}`, ...credentials },
    tls: { brokers: `127.0.0.1:${tls}`, certificate: certificate.pem },
    mutualTls: { brokers: `127.0.0.1:${mutualTls}`, identity: certificate },
    misled: `127.0.0.1:${misled}`,
    log,
    processIds: () => (broker?.isRunning() ? [broker.processId] : []),
    tool: (name, args, stdin) => runConsoleTool(jars, brokers, name, args, stdin),
    async stop() {
      await broker?.stop();
    },
    async kill() {
      await broker?.kill();
    },
    async restart() {
      await broker?.stop();
      await start();
    },
    async ensureRunning() {
      if (!broker?.isRunning()) await start();
    },
    async dispose() {
      await broker?.kill();
      await directory.removeData();
    },
  };
}
