import { statSync } from "node:fs";
import { hostPath } from "./disk-host.ts";

/**
 * The absolute path of a `.flow` file named on the command line, or null, having said on standard error why there is
 * nothing to work on.
 */
export function entryFile(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile()) return hostPath(file);
  const why = found === undefined ? "there is no such file" : "that is not a file";
  process.stderr.write(`sluice: ${file}: ${why}\n`);
  return null;
}
