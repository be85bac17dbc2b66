// What one writes by hand to count words of a socket every second: `node word-client.mjs PORT`.
import { connect } from "node:net";

let counts = new Map();
let rest = "";
connect(Number(process.argv[2]), "localhost")
  .setEncoding("utf8")
  .on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    for (const line of lines) for (const word of line.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  })
  .on("end", () => process.exit());
setInterval(() => {
  for (const [word, count] of counts) console.log(`(${word},${count})`);
  counts = new Map();
}, 1000);
