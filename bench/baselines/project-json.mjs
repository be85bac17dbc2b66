/** What one writes by hand to filter and project lines of JSON: `node project-json.mjs IN OUT`. */
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

const [from, to] = process.argv.slice(2);
const out = createWriteStream(to);
for await (const line of createInterface({ input: createReadStream(from), crlfDelay: Number.POSITIVE_INFINITY })) {
  const { user, status, path } = JSON.parse(line);
  if (status >= 400 && !out.write(`${JSON.stringify({ user, path })}\n`)) {
    await new Promise((resolve) => out.once("drain", resolve));
  }
}
out.end();
