import { readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { classPath } from "../../../test/servers/class-path.ts";
import { jdkTool } from "../../../test/servers/java.ts";
import { runProgram } from "../../../test/servers/run-program.ts";
import { ServerUnavailable } from "../../../test/servers/server-unavailable.ts";
import { median } from "../../figure.ts";
import { measured, type Taken } from "../../measured.ts";
import { wordLines } from "../../words.ts";
import { buildProgram, bundleWorker } from "../../worker.ts";
import { writeLines } from "../../write-lines.ts";
import { type Absent, type Contestant, isShort, peerFigure } from "../contest.ts";
import { ifInstalled } from "../installed.ts";

const LINES = isShort ? 50_000 : 2_000_000;
const WORDS = "{ for (i = 1; i <= NF; i++) counts[$i]++ } END { print length(counts) }";
/** What Spark reaches into, in a JVM of 17. */
const OPENED = ["java.lang", "java.lang.invoke", "java.nio", "java.util", "java.util.concurrent", "sun.nio.ch"];
/** Jobs in one JVM, of which the last ones are warm. */
const JOBS = 6;

/** Counts the words of a file. */
export const words = peerFigure("words", async (folder) => {
  const path = join(folder, "words");
  await writeLines(path, LINES, wordLines());
  const built = await buildProgram("word-count");
  const byHand = await bundleWorker("count-words-file");
  const expected = new Set(readFileSync(path, "utf8").split(/\s/)).size - 1;
  /** Prints how many words there are. */
  const counting = (name: string, command: readonly string[], least = 1): Contestant => ({
    name,
    least,
    async run() {
      const out = join(folder, "counted");
      const taken = await measured(command, out);
      const counted = readFileSync(out, "utf8").trim();
      if (counted !== String(expected)) throw new Error(`${name} has counted ${counted} of ${expected} words`);
      return taken;
    },
  });
  const command = [join("bench/tmp", built), "--set", `path=${path}`, "--data-dir", join(folder, "data")];
  const python = [
    "import collections, sys",
    "words = collections.Counter()",
    "for line in open(sys.argv[1]): words.update(line.split())",
    "print(len(words))",
  ].join("\n");
  return [
    {
      what: `words of a file counted, ${Math.round(statSync(path).size / 2 ** 20)} MiB`,
      mebibytes: statSync(path).size / 2 ** 20,
      contestants: [
        { name: "ours", run: () => measured([process.execPath, ...command]), end: () => checkLines(command) },
        counting("hand-written Node", [process.execPath, byHand, path], 0.95),
        ifInstalled("mawk", "mawk", () => counting("mawk", ["mawk", WORDS, path]), ["-W", "version"]),
        ifInstalled("Python", "python3", () => counting("Python", ["python3", "-c", python, path])),
        await spark("Spark, one core, in a warm JVM", { master: "local[1]", path, expected }),
        await spark("Spark, two cores, in a warm JVM", { master: "local[2]", path, expected }),
      ],
    },
  ];
});

/** A stream counts the words of each batch, so that its log says of how many lines they were. */
async function checkLines(command: readonly string[]): Promise<null> {
  const { stderr } = await runProgram(process.execPath, command, { timeout: 120_000 });
  const accepted = Number(/lines counted accepted=(\d+)/.exec(stderr)?.[1] ?? 0);
  if (accepted !== LINES) throw new Error(`ours has read ${accepted} of ${LINES} lines:\n${stderr}`);
  return null;
}

interface SparkJob {
  readonly master: "local[1]" | "local[2]";
  readonly path: string;
  readonly expected: number;
}

/** Several jobs in one JVM, which is what a cluster's executors do: the time of the last ones. CPU and memory are of all. */
async function spark(name: string, { master, path, expected }: SparkJob): Promise<Contestant | Absent> {
  let jars: string;
  try {
    jars = await classPath(fileURLToPath(new URL("../spark/pom.xml", import.meta.url)));
  } catch (error) {
    if (error instanceof ServerUnavailable) return { name, why: "Java or Maven is missing" };
    throw error;
  }
  const source = fileURLToPath(new URL("../spark/CountWords.java", import.meta.url));
  // Run from its source, Spark could not hand its functions on.
  const compiler = ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-d", "bench/tmp/spark", "-cp", jars, source];
  const compiled = await runProgram(jdkTool("java"), compiler, { timeout: 120_000 });
  if (compiled.status !== 0) return { name, why: "Java has no compiler" };
  const classes = `bench/tmp/spark${delimiter}${jars}`;
  const opened = OPENED.flatMap((one) => ["--add-opens", `java.base/${one}=ALL-UNNAMED`]);
  return {
    name,
    least: master === "local[2]" ? 0.8 : 1,
    async run(): Promise<Taken> {
      const script = 'TIMEFORMAT="%U %S"; time "$@"';
      const java = [jdkTool("java"), ...opened, "-cp", classes, "CountWords", master, path, String(JOBS)];
      const { status, stdout, stderr } = await runProgram("bash", ["-c", script, "bash", ...java], {
        timeout: 300_000,
      });
      if (status !== 0) throw new Error(`Spark ended with ${status}:\n${stderr}`);
      const lines = stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" ").map(Number));
      const jobs = lines.map(([ms = Number.NaN]) => ms);
      if (lines.some(([, words]) => words !== expected)) throw new Error(`Spark has counted ${stdout}`);
      const [user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
      return { wallMs: median(jobs.slice(JOBS / 2)), cpuMs: (1000 * (user + system)) / JOBS, mebibytes: Number.NaN };
    },
  };
}
