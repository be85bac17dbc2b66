import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../package-root.ts";

/**
 * Runs a command of the console, which speaks to clusters and stores by the same modules as programs do. They are
 * loaded here as a program loads them; the command line itself knows nothing of them. Gives the exit status.
 */
export async function runConsole(command: "topics" | "produce" | "consume", request: object): Promise<number> {
  const path = join(packageRoot(), "dist/stdlib/topic-console/main.js");
  const loaded = (await import(pathToFileURL(path).href)) as {
    runConsole(asked: { command: string; request: object }): Promise<number>;
  };
  return await loaded.runConsole({ command, request });
}
