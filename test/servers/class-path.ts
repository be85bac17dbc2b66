import { createHash } from "node:crypto";
import { access, mkdir, readFile, rename } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { requireJava } from "./java.ts";
import { runProgram } from "./run-program.ts";
import { ServerUnavailable } from "./server-unavailable.ts";

/** With its version: the goal of whatever version Maven happens to know is not the same everywhere. */
const buildClassPath = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";

/** Enough for a first download over a slow line. */
const downloadTimeout = 10 * 60_000;

/** Where the class path of a POM is kept: a new file for each version of the POM. */
export async function classPathFile(pom: string): Promise<string> {
  const hash = createHash("sha256")
    .update(await readFile(pom))
    .digest("hex")
    .slice(0, 16);
  return join(cacheDirectory(), "class-paths", `${hash}.txt`);
}

/**
 * The class path of a POM's dependencies. The jars are downloaded by Maven into its own repository the first time; later
 * calls start nothing. Throws ServerUnavailable when Java or Maven is missing or the jars cannot be had.
 */
export async function classPath(pom: string): Promise<string> {
  await requireJava();
  const file = await classPathFile(pom);
  return (await complete(file)) ?? (await resolve(pom, file));
}

/** The kept class path, if every jar that it names is still there. */
async function complete(file: string): Promise<string | undefined> {
  try {
    const jars = (await readFile(file, "utf8")).trim();
    await Promise.all(jars.split(delimiter).map((jar) => access(jar)));
    return jars;
  } catch {
    return undefined;
  }
}

async function resolve(pom: string, file: string): Promise<string> {
  await mkdir(join(file, ".."), { recursive: true });
  // Two runs may resolve at once: each writes a file of its own, and the last rename wins with the same content.
  const draft = `${file}.${process.pid}`;
  const { status, stdout, stderr } = await runProgram(
    "mvn",
    ["--batch-mode", "--quiet", "--file", pom, buildClassPath, `-Dmdep.outputFile=${draft}`],
    { timeout: downloadTimeout },
  ).catch((error: Error) => {
    throw new ServerUnavailable(`the jars of ${pom} could not be downloaded: ${error.message}`);
  });
  if (status === 127)
    throw new ServerUnavailable("no Maven: install Apache Maven 3.8 or newer, which fetches the jars");
  if (status !== 0) {
    throw new ServerUnavailable(
      `the jars of ${pom} could not be downloaded: mvn says: ${firstError(stdout) ?? stderr}`,
    );
  }
  await rename(draft, file);
  return (await readFile(file, "utf8")).trim();
}

/** Maven's first error, without the help that it refers to. It colours even what is no terminal. */
function firstError(output: string): string | undefined {
  return /\[ERROR\] (.*?)(?: -> \[Help|$)/m.exec(output)?.[1];
}
