import { join } from "node:path";
import { runProgram } from "./run-program.ts";
import { ServerUnavailable } from "./server-unavailable.ts";

/** Kafka 4 and Hadoop 3.5 servers need it. */
const oldestJava = 17;

/** Options of every JVM of ours: a short start matters more than peak speed, and nothing is written to /tmp. */
export const quickStart: readonly string[] = [
  "-XX:TieredStopAtLevel=1",
  "-XX:+UseSerialGC",
  "-XX:-UsePerfData",
  "-Xshare:auto",
  "-Djava.awt.headless=true",
];

/** The command for a tool of the JDK: from JAVA_HOME if that is set, else from the PATH. */
export function jdkTool(name: "java" | "keytool"): string {
  const home = process.env["JAVA_HOME"];
  return home ? join(home, "bin", name) : name;
}

/** Throws ServerUnavailable unless a new enough Java is installed. */
export async function requireJava(): Promise<void> {
  if (process.platform === "win32") throw new ServerUnavailable("the servers of the tests need a POSIX shell");
  const java = jdkTool("java");
  const { status, stderr } = await runProgram(java, ["-version"], { timeout: 30_000 });
  const version = /version "(\d+)/.exec(stderr)?.[1];
  if (status !== 0 || version === undefined) {
    throw new ServerUnavailable(`no Java: "${java} -version" failed; install a JDK ${oldestJava} or newer`);
  }
  if (Number(version) < oldestJava) {
    throw new ServerUnavailable(`Java ${version} ("${java}") is too old; install a JDK ${oldestJava} or newer`);
  }
}
