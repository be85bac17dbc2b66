import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Bundle } from "./bundle.ts";

/** Writes a bundled program with its source map beside it; `write` may see to how. */
export function writeProgram(
  path: string,
  { code, sourceMap }: Bundle,
  write: (path: string, text: string) => void = writeFileSync,
): void {
  write(`${path}.map`, sourceMap);
  write(path, `${code}//# sourceMappingURL=${encodeURIComponent(basename(path))}.map\n`);
}
