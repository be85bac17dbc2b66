/** Lets the compiled program and a loop around JSON.parse read the same lines in turn. */
import { loadBatch } from "../batch.ts";
import { requestLine } from "../request-lines.ts";
import { versus } from "../versus.ts";

const batch = await loadBatch(process.argv[2] ?? "", "failed");

// Through bytes, as a line from a socket or file comes: one flat string, not a tree of joined ones.
const lines = Array.from({ length: 20_000 }, (_, n) => Buffer.from(requestLine(n)).toString());
const events = lines.map((body) => ({ body, headers: new Map<string, string>() }));

await versus(lines.length, lines.length / 5, { ours: () => batch(events), baseline });

function baseline(): string[] {
  const paths: string[] = [];
  for (const text of lines) {
    const request = JSON.parse(text) as { readonly path: string; readonly status: number };
    if (request.status >= 500) paths.push(request.path);
  }
  return paths;
}
