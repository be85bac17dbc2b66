import { jdkTool, quickStart } from "../java.ts";
import { type Jvm, startJvm } from "../jvm.ts";
import { runProgram } from "../run-program.ts";
import type { Credentials } from "./broker-properties.ts";
import { logOptions } from "./console-tool.ts";

/** The process of one node, broker and controller, with the settings of that file; it may not answer yet. */
export function startNode(jars: string, settings: string, directory: string, log: string): Promise<Jvm> {
  return startJvm({
    name: "the Kafka broker",
    classPath: jars,
    mainClass: "kafka.Kafka",
    args: [settings],
    heap: 384,
    jvmOptions: logOptions("INFO"),
    directory,
    log,
  });
}

/** Makes the directories of a node that has never run, with one user for SCRAM. */
export async function formatNode(jars: string, settings: string, { username, password }: Credentials): Promise<void> {
  // Any 22 characters of URL-safe base64 that decode to 16 bytes; a fixed one saves a run of `random-uuid`.
  const clusterId = "c2x1aWNlLXRlc3QtMDAwMQ";
  const users = ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
    "--add-scram",
    `${mechanism}=[name=${username},password=${password}]`,
  ]);
  const { status, stderr } = await runProgram(
    jdkTool("java"),
    [
      ...[...quickStart, ...logOptions("WARN"), "-cp", jars],
      ...["kafka.tools.StorageTool", "format", "-t", clusterId, "-c", settings, ...users],
    ],
    { timeout: 60_000 },
  );
  if (status !== 0) throw new Error(`kafka.tools.StorageTool format ended with status ${status}: ${stderr}`);
}
