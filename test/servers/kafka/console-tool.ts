import { join } from "node:path";
import { jdkTool, quickStart } from "../java.ts";
import { type ProgramResult, runProgram } from "../run-program.ts";

const toolClasses = {
  "kafka-topics": "org.apache.kafka.tools.TopicCommand",
  "kafka-console-producer": "org.apache.kafka.tools.ConsoleProducer",
  "kafka-console-consumer": "org.apache.kafka.tools.consumer.ConsoleConsumer",
  "kafka-consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
  "kafka-get-offsets": "org.apache.kafka.tools.GetOffsetShell",
  "kafka-delete-records": "org.apache.kafka.tools.DeleteRecordsCommand",
};

/** Kafka's own console tools, by the names of their scripts in Kafka's releases. */
export type ConsoleTool = keyof typeof toolClasses;

/** One that consumes for ever is stopped by then. */
const toolTimeout = 60_000;

const logSettings = join(import.meta.dirname, "log4j2.properties");

/** The Java options that send the log, from this level on, to standard error. */
export function logOptions(level: "INFO" | "WARN"): string[] {
  return [`-Dlog4j2.configurationFile=${logSettings}`, `-Dlog.level=${level}`];
}

/** The start of a command line that runs a tool: everything but its arguments. */
export function toolCommand(classPath: string, tool: ConsoleTool): string[] {
  return [jdkTool("java"), ...quickStart, "-Xmx128m", ...logOptions("WARN"), "-cp", classPath, toolClasses[tool]];
}

/** Runs a tool to its end; `--bootstrap-server` is added unless the arguments name one. */
export function runConsoleTool(
  classPath: string,
  brokers: string,
  tool: ConsoleTool,
  args: readonly string[],
  stdin?: string,
): Promise<ProgramResult> {
  const [java = "", ...options] = toolCommand(classPath, tool);
  const server = args.includes("--bootstrap-server") ? [] : ["--bootstrap-server", brokers];
  return runProgram(java, [...options, ...server, ...args], {
    timeout: toolTimeout,
    ...(stdin !== undefined && { stdin }),
  });
}
