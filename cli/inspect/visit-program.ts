import { pathToFileURL } from "node:url";
import type { Visitor } from "../../runtime/program/visitor.ts";
import { preparedProgram } from "../program/prepared-program.ts";

/**
 * Has `visitor` look into the program of `entry`, which does not run. False when it has errors, which have been shown then.
 * `args` are those of `sluice run`: values of params, the data directory.
 *
 * A program that is loaded runs itself, unless somebody waits to visit it (`runtime/program/visitor.ts`).
 */
export async function visitProgram(
  entry: string,
  { args, purpose }: { readonly args: readonly string[]; readonly purpose: "run" | "metrics" },
  visitor: Visitor,
): Promise<boolean> {
  const program = await preparedProgram(entry, purpose);
  if (program === null) return false;
  const globals = globalThis as Record<symbol, unknown>;
  const symbol = Symbol.for("sluice.visitor");
  globals[symbol] = visitor;
  process.argv.splice(1, Number.POSITIVE_INFINITY, program.path, ...args);
  try {
    await import(pathToFileURL(program.path).href);
  } finally {
    delete globals[symbol];
  }
  return true;
}
