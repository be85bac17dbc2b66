/**
 * What one writes by hand to take lines from a socket and count them: `node line-server.ts PORT [ack]`. It splits at
 * `\n` and keeps the rest for the next chunk; with `ack` it answers `OK` to every line. Prints the count at the end
 * of each connection.
 */
import { createServer } from "node:net";
import { StringDecoder } from "node:string_decoder";

const port = Number(process.argv[2]);
const ack = process.argv[3] === "ack";

const server = createServer({ allowHalfOpen: true }, (socket) => {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let count = 0;
  socket.on("data", (chunk) => {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    count += lines.length;
    if (ack) socket.write("OK\n".repeat(lines.length));
  });
  socket.on("end", () => {
    console.log(count);
    socket.end();
  });
  socket.on("error", (error) => console.error(error.message));
});
server.listen(port, "localhost", () => console.error("listening"));
