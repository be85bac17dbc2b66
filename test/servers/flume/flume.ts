import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { classPath } from "../class-path.ts";
import { startJvm } from "../jvm.ts";
import { createRunDirectory } from "../run-directory.ts";

/** The POM whose jars the agents run from. */
export const flumePom = join(import.meta.dirname, "pom.xml");

/** A real agent of Flume 1.11. */
export interface FlumeAgent {
  readonly processId: number;
  isRunning(): boolean;
  /** SIGTERM, as an operator would. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** Starts agents of Flume 1.11, each a process of its own. */
export interface Flume {
  /** Path of the log of all of them. */
  readonly log: string;
  /**
   * Starts the agent `a1` of a configuration. Resolves when something listens on all `ports`. `jvmOptions` outdo those
   * with which a JVM starts quickly.
   */
  start(configuration: string, ports: readonly number[], jvmOptions?: readonly string[]): Promise<FlumeAgent>;
  ensureRunning(): Promise<void>;
  /** Ends every agent, and removes its data. */
  dispose(): Promise<void>;
}

/** Fetches what agents need. Throws ServerUnavailable. */
export async function prepareFlume(): Promise<Flume> {
  const jars = await classPath(flumePom);
  const directory = await createRunDirectory("flume");
  const log = join(directory.path, "server.log");
  const started: FlumeAgent[] = [];
  let number = 0;
  return {
    log,
    async start(configuration, ports, more = []) {
      const file = join(directory.data, `agent-${++number}.conf`);
      await writeFile(file, configuration);
      const jvm = await startJvm({
        name: "the agent of Flume",
        classPath: jars,
        mainClass: "org.apache.flume.node.Application",
        args: ["-n", "a1", "-f", file, "--no-reload-conf"],
        // Netty 4.1 and Guava of its time reach into the JDK.
        jvmOptions: [
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          ...more,
        ],
        heap: 256,
        directory: directory.data,
        log,
      });
      started.push(jvm);
      for (const port of ports) await jvm.answers(() => connects(port));
      return jvm;
    },
    async ensureRunning() {},
    async dispose() {
      await Promise.all(started.map((agent) => agent.kill()));
      await directory.removeData();
    },
  };
}

function connects(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", reject);
    socket.on("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}
