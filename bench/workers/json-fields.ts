/** Lets the compiled program and a loop around JSON.parse read the same lines in turn. */
import { loadBatch } from "../batch.ts";
import { versus } from "../versus.ts";

const batch = await loadBatch(process.argv[2] ?? "", "failed");

const lines = Array.from({ length: 20_000 }, (_, n) => line(n));
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

function line(n: number): string {
  const text = JSON.stringify({
    id: `req-${(n * 2_654_435_761).toString(36)}`,
    at: new Date(1_790_000_000_000 + n * 137).toISOString(),
    host: `web${n % 17}.example.org`,
    method: n % 3 === 0 ? "POST" : "GET",
    path: `/shop/item/${(n * 7919) % 10_007}?from=${n % 13}`,
    status: [200, 200, 304, 404, 503][n % 5],
    bytes: (n * 7919) % 100_000,
    cached: n % 2 === 0,
  });
  // Through bytes, as a line from a socket or file comes: one flat string, not a tree of joined ones.
  return Buffer.from(text).toString();
}
