// The baseline of the HTTP source: a server that splits each body into lines, parses none of them, and counts.
import { createServer } from "node:http";

let count = 0;
createServer((incoming, response) => {
  const chunks = [];
  incoming.on("data", (chunk) => chunks.push(chunk));
  incoming.on("end", () => {
    count += Buffer.concat(chunks).toString("utf8").split("\n").length - 1;
    response.writeHead(200).end(String(count));
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
