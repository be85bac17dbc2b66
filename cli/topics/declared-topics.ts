import { pathToFileURL } from "node:url";
import type { StoreAddress } from "../console/request.ts";
import { preparedProgram } from "../program/prepared-program.ts";

type Topics = NonNullable<StoreAddress["declared"]>;

/**
 * The topics that the program of `entry` declares, as the program itself makes them; they are not open. Null when it
 * has errors, which have been shown then. `args` are those of `sluice run`: values of params, the data directory.
 *
 * A program that is loaded runs itself, unless somebody waits to visit it (`runtime/program/visitor.ts`).
 */
export async function declaredTopics(entry: string, args: readonly string[]): Promise<Topics | null> {
  const path = await preparedProgram(entry);
  if (path === null) return null;
  let topics: Topics = [];
  const globals = globalThis as Record<symbol, unknown>;
  const visitor = Symbol.for("sluice.visitor");
  globals[visitor] = (program: { readonly topics?: Topics }) => {
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
