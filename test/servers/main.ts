import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classPathFile } from "./class-path.ts";
import { flumePom } from "./flume/flume.ts";
import { toolCommand } from "./kafka/console-tool.ts";
import { kafkaPom } from "./kafka/kafka-server.ts";
import { readersPom } from "./readers/readers.ts";
import { runProgram } from "./run-program.ts";
import { disposeServers, hdfsServer, kafkaServer, type ServerKind, sharedServer } from "./shared-servers.ts";

const usage = "usage: npm run servers -- [kafka] [hdfs] [flume] [vscode]";

/** Starts servers for a person to play with, prints how to reach them, and stops them on Ctrl-C. Resolves to the exit status. */
async function main(kinds: readonly string[]): Promise<number> {
  if (kinds.length === 0 || !kinds.every(isKind)) {
    console.error(usage);
    return 2;
  }
  const signalled = new Promise<"signalled">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve("signalled"));
  });
  try {
    const first = await Promise.race([signalled, Promise.all(kinds.map((kind) => descriptions[kind]()))]);
    // Half-started servers need no order: they end with this process.
    if (first === "signalled") return 0;
    console.log(`${first.join("\n\n")}\n\nCtrl-C stops them and removes their data.`);
    // Neither the servers nor a signal handler keeps this process alive.
    const alive = setInterval(() => {}, 60_000);
    await signalled;
    clearInterval(alive);
    await disposeServers();
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

const descriptions: { readonly [Kind in ServerKind]: () => Promise<string> } = {
  async kafka() {
    const server = await kafkaServer();
    const tool = toolCommand(`$(cat ${await classPathFile(kafkaPom)})`, "kafka-topics");
    const topics = tool.map((word) => (word.includes("$") ? `"${word}"` : word)).join(" ");
    return [
      `kafka   ${server.brokers}`,
      `        SASL (PLAIN, SCRAM) ${server.sasl.brokers}, user ${server.sasl.username}, password ${server.sasl.password}`,
      `        TLS ${server.tls.brokers}, certificate ${server.tls.certificate}`,
      `        log ${server.log}, processes ${server.processIds().join(" ")}`,
      `  in a .flow file:   topic lines: string = kafka(brokers: "${server.brokers}")`,
      `  Kafka's own tool:  ${topics} --bootstrap-server ${server.brokers} --list`,
    ].join("\n");
  },
  async hdfs() {
    const server = await hdfsServer();
    return [
      `hdfs    ${server.webhdfs}, RPC hdfs://127.0.0.1:${server.rpc}`,
      `        log ${server.log}, processes ${server.processIds().join(" ")}`,
      `  write:  curl -L -T README.md "${server.webhdfs}/webhdfs/v1/try/README.md?op=CREATE"`,
      `  list:   curl "${server.webhdfs}/webhdfs/v1/try?op=LISTSTATUS"`,
      `  read:   curl -L "${server.webhdfs}/webhdfs/v1/try/README.md?op=OPEN"`,
    ].join("\n");
  },
  async flume() {
    await sharedServer("flume");
    const jars = `$(cat ${await classPathFile(flumePom)})`;
    return [
      "flume   starts nothing by itself: an agent needs a configuration",
      `  run:    java -cp "${jars}" org.apache.flume.node.Application -n a1 -f a1.conf --no-reload-conf`,
    ].join("\n");
  },
  async readers() {
    const { log } = await sharedServer("readers");
    const jars = `$(cat ${await classPathFile(readersPom)})`;
    return ["readers start nothing by themselves: they read files", `  run:    java -cp "${jars}" ${log} FILE…`].join(
      "\n",
    );
  },
  async vscode() {
    const server = await sharedServer("vscode");
    const folder = await mkdtemp(join(tmpdir(), "sluice-vsix-"));
    const packed = await runProgram("npm", ["run", "--silent", "vsix", "--", folder], { timeout: 60_000 });
    const address = await server.start({ vsix: packed.stdout.trim(), settings: {} });
    await rm(folder, { recursive: true });
    return [`vscode  ${address}?folder=${process.cwd()}`, `        log ${server.log}`].join("\n");
  },
};

function isKind(word: string): word is ServerKind {
  return word in descriptions;
}

process.exit(await main(process.argv.slice(2)));
