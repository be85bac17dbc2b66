import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Letter, letterOf } from "../../runtime/program/inspect/letter.ts";
import { errnoOf } from "../../runtime/system/errno.ts";

/** Letters that a sink `files` with `format: "event"` has written to `directory`, in the order of its files. */
export async function* lettersInFiles(holder: string, directory: string, prefix: string): AsyncGenerator<Letter> {
  const names = (await namesIn(directory)).filter((name) => name.startsWith(prefix) && !name.startsWith("."));
  for (const name of names.sort((a, b) => a.localeCompare(b, "en", { numeric: true }))) {
    const lines = createInterface({ input: createReadStream(join(directory, name)), crlfDelay: Infinity });
    let offset = 0;
    for await (const line of lines) {
      const parts = partsOf(line);
      if (parts !== null) {
        const own = { form: "json", timestamp: null, key: null } as const;
        const letter = letterOf({ holder, part: name, offset, ...parts, ...own });
        if (letter !== null) yield letter;
      }
      offset += 1;
    }
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** What is before the body of a line. */
const BODY = /^\{"headers":(\{(?:"(?:[^"\\]|\\.)*":"(?:[^"\\]|\\.)*",?)*\}),"body":/;

/** The headers and the body of a line; null for another line, such as the beginning of one that a crash left. */
function partsOf(line: string): { readonly headers: [string, string][]; readonly text: string } | null {
  const head = BODY.exec(line);
  if (head === null || !line.endsWith("}")) return null;
  try {
    const body = line.slice(head[0].length, -1);
    JSON.parse(body);
    const headers = Object.entries(JSON.parse(head[1]!) as Record<string, string>);
    return { headers, text: body };
  } catch {
    return null;
  }
}
