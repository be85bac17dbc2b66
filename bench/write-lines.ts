import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** Writes a file of so many lines. */
export async function writeLines(path: string, lines: number, line: (n: number) => string): Promise<void> {
  const file = createWriteStream(path);
  for (let start = 0; start < lines; start += 10_000) {
    const count = Math.min(10_000, lines - start);
    file.write(Array.from({ length: count }, (_, index) => `${line(start + index)}\n`).join(""));
  }
  file.end();
  await finished(file);
}
