/** What one writes by hand to make JSON of an access log: `node access-to-json.mjs FROM TO`. */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { parseAccesses } from "../baselines/parse-access.ts";

const [from = "", to = ""] = process.argv.slice(2);
const output = createWriteStream(to);
let rest = "";
for await (const chunk of createReadStream(from, { encoding: "utf8", highWaterMark: 1_048_576 })) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  let text = "";
  for (const access of parseAccesses(lines)) {
    text += `${JSON.stringify({ ...access, at: new Date(access.at) })}\n`;
  }
  if (!output.write(text)) await once(output, "drain");
}
output.end();
await finished(output);
