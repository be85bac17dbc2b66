import { join } from "node:path";
import { classPath } from "../class-path.ts";
import { jdkTool, quickStart } from "../java.ts";
import { runProgram } from "../run-program.ts";

/** The POM whose jars files are read with. */
export const readersPom = join(import.meta.dirname, "pom.xml");

/** What Hadoop and Avro have to read files with, in Java. */
export interface Readers {
  /** What was read with, for messages. */
  readonly log: string;
  /** What is in each file, by its path; see ReadFiles.java. One call takes a second or two, however many files it has. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  ensureRunning(): Promise<void>;
  dispose(): Promise<void>;
}

/** Fetches the jars. Throws ServerUnavailable. */
export async function prepareReaders(): Promise<Readers> {
  const jars = await classPath(readersPom);
  const source = join(import.meta.dirname, "ReadFiles.java");
  return {
    log: source,
    async read(paths) {
      // The tools of Java's own encoding are UTF-8 since 18 only.
      const options = [...quickStart, "-Xmx256m", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"];
      const args = [...options, "-cp", jars, source, ...paths];
      const { status, stdout, stderr } = await runProgram(jdkTool("java"), args, { timeout: 120_000 });
      if (status !== 0) throw new Error(`${source} ended with status ${status}: ${stderr}`);
      return new Map(stdout.split("\n").flatMap((line) => (line.startsWith("[") ? [JSON.parse(line)] : [])));
    },
    async ensureRunning() {},
    async dispose() {},
  };
}
