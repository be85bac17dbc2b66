/** What one writes by hand to pick the requests that failed, and some of their fields: `node requests-to-json.mjs FROM TO`. */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

interface Request {
  readonly id: string;
  readonly at: string;
  readonly path: string;
  readonly status: number;
}

const [from = "", to = ""] = process.argv.slice(2);
const output = createWriteStream(to);
let rest = "";
for await (const chunk of createReadStream(from, { encoding: "utf8", highWaterMark: 1_048_576 })) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  let text = "";
  for (const line of lines) {
    const { id, at, path, status } = JSON.parse(line) as Request;
    if (status >= 400) text += `${JSON.stringify({ id, at, path, status })}\n`;
  }
  if (!output.write(text)) await once(output, "drain");
}
output.end();
await finished(output);
