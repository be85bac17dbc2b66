import { pathToFileURL } from "node:url";
import { preparedProgram } from "../prepared-program.ts";

/**
 * The topics that the program of `entry` declares, as the program itself makes them; they are not open. Null when it
 * has errors, which have been shown then. `args` are those of `sluice run`: values of params, the data directory.
 *
 * A program that is loaded runs itself, unless somebody waits to visit it (`runtime/program/visitor.ts`).
 */
export async function declaredTopics(entry: string, args: readonly string[]): Promise<readonly unknown[] | null> {
  const path = await preparedProgram(entry);
  if (path === null) return null;
  let topics: readonly unknown[] = [];
  const globals = globalThis as Record<symbol, unknown>;
  const visitor = Symbol.for("sluice.visitor");
  globals[visitor] = (program: { readonly topics?: readonly unknown[] }) => {
    topics = program.topics ?? [];
  };
  process.argv.splice(1, Number.POSITIVE_INFINITY, path, ...args);
  try {
    await import(pathToFileURL(path).href);
  } finally {
    delete globals[visitor];
  }
  return topics;
}
