/** What two versions are compared with: each figure of the bench, short, and as whole processes. */
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type KafkaServer, startKafka } from "../../test/servers/kafka/kafka-server.ts";
import { ServerUnavailable } from "../../test/servers/server-unavailable.ts";
import { accessLine } from "../access-lines.ts";
import { freePort } from "../child.ts";
import { sendLines } from "../line-client.ts";
import { requestLine } from "../request-lines.ts";
import { writeLines } from "../write-lines.ts";
import { buildProgram, buildWorker, type Checkout, cpuOf } from "./measured.ts";

/** Runs once and gives the CPU time in ms. */
export type Run = () => Promise<number>;

/** One line of the table. */
export interface Workload {
  readonly name: string;
  readonly what: string;
  /** Makes ready what does not count. `old` has the programs that both versions run. */
  prepare(checkout: Checkout, old: Checkout): Promise<Run>;
}

const requests = 1_200_000;
const millions = requests / 1_000_000;

/** All of them but those that need a broker. */
export const workloads: readonly Workload[] = [
  {
    name: "check",
    what: "91 times `check` of 1,000 lines",
    async prepare(checkout) {
      const worker = await buildWorker(checkout, "check");
      return () => cpuOf(checkout, [worker]);
    },
  },
  starting("start-cold", "`sluice run` of word-count to its first batch, cold cache", true),
  starting("start-warm", "the same, warm cache", false),
  reading("word-count", `word count of ${millions} million lines of a file`),
  reading("apache", `${millions} million lines of an access log into typed records`),
  reading("json-fields", `two fields of ${millions} million lines of JSON`),
  listening("netcat-discard", "1000 MiB from netcat to nowhere, no answers", 1000),
  listening("netcat-acknowledged", "600 MiB from netcat to nowhere, `OK` to every line", 600),
  {
    name: "hdfs-lines",
    what: `${millions} million lines to files by the sink \`hdfs\` (file://)`,
    async prepare(checkout, old) {
      const program = await buildProgram(checkout, join(old.root, "bench/programs/hdfs-lines.flow"));
      const file = await inputFile(old, "apache");
      return async () => {
        const directory = join(checkout.scratch, "out");
        rmSync(directory, { recursive: true, force: true });
        const settings = ["--set", `file=${file}`, "--set", `directory=file://${directory}`];
        return cpuOf(checkout, [program, "--data-dir", join(checkout.scratch, "data"), ...settings]);
      };
    },
  },
];

/** Those of Kafka, on a broker that runs until `dispose`; null where none can be started here. */
export async function kafkaWorkloads(): Promise<{ list: readonly Workload[]; dispose(): Promise<void> } | null> {
  let server: KafkaServer;
  try {
    server = await startKafka();
  } catch (error) {
    if (!(error instanceof ServerUnavailable)) throw error;
    return null;
  }
  const create = (topic: string) => server.tool("kafka-topics", ["--create", "--topic", topic, "--partitions", "3"]);
  await create("lines");
  const workload = (action: "produce" | "consume", what: string): Workload => ({
    name: `kafka-${action}`,
    what,
    async prepare(checkout) {
      const worker = await buildWorker(checkout, "kafka-ours");
      return () => cpuOf(checkout, [worker, action, server.brokers, "lines"]);
    },
  });
  return {
    list: [
      workload("produce", "lines to a Kafka topic, 1,000 at a time"),
      workload("consume", "lines from it, committed every 1,000"),
    ],
    dispose: () => server.dispose(),
  };
}

/** A program that reads a file to its end. */
function reading(name: "word-count" | "apache" | "json-fields", what: string): Workload {
  return {
    name,
    what,
    async prepare(checkout, old) {
      const program = await buildProgram(checkout, join(old.root, `bench/programs/${name}.flow`));
      const file = await inputFile(old, name);
      const data = join(checkout.scratch, "data");
      return () => cpuOf(checkout, [program, "--data-dir", data, "--set", `path=${file}`]);
    },
  };
}

/** A program that is sent lines, and stopped when it has them. */
function listening(name: string, what: string, mebibytes: number): Workload {
  return {
    name,
    what,
    async prepare(checkout, old) {
      const program = await buildProgram(checkout, join(old.root, `bench/programs/${name}.flow`));
      return async () => {
        const port = await freePort();
        return cpuOf(checkout, [program, "--set", `port=${port}`], {
          async during(child) {
            await sendLines(port, mebibytes);
            child.kill("SIGTERM");
          },
        });
      };
    },
  };
}

/** From the start of the process until it connects to where its lines come from. */
function starting(name: string, what: string, cold: boolean): Workload {
  return {
    name,
    what,
    async prepare(checkout, old) {
      const flow = join(old.root, "samples/word-count/word-count.flow");
      let runs = 0;
      const run = async (): Promise<number> => {
        const server = createServer().listen(0, "localhost");
        await once(server, "listening");
        const address = server.address();
        const port = typeof address === "object" ? address?.port : null;
        const args = [join(checkout.root, "dist/cli/main.js"), "run", flow, "--set", `port=${port}`];
        const env: Record<string, string> = cold ? { XDG_CACHE_HOME: join(checkout.scratch, `cold${runs++}`) } : {};
        const took = await cpuOf(checkout, [...args, "--data-dir", join(checkout.scratch, "data")], {
          env,
          async during(child) {
            const [socket] = await once(server, "connection");
            child.kill("SIGTERM");
            socket.destroy();
          },
        });
        server.close();
        return took;
      };
      if (!cold) await run();
      return run;
    },
  };
}

/** The lines that both versions read, written once. */
async function inputFile({ scratch }: Checkout, name: keyof typeof lineOf): Promise<string> {
  const file = join(scratch, `${name}.txt`);
  mkdirSync(scratch, { recursive: true });
  await writeLines(file, requests, lineOf[name]);
  return file;
}

const lineOf = {
  "word-count": (n: number) =>
    Array.from({ length: 10 }, (_, word) => `w${((n * 31 + word * 7919) % 20_011).toString(36)}`).join(" "),
  apache: accessLine,
  "json-fields": requestLine,
};
