import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A mebibyte of log lines of about a hundred bytes each. */
const block = Buffer.from(
  Array.from({ length: 10_486 }, (_, n) => `${n} 192.0.2.${n % 256} GET /products/${n % 977} 200 ${"x".repeat(62)}`)
    .join("\n")
    .concat("\n"),
);

/** Connects as soon as somebody listens. */
export async function connectWhenReady(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect({ port, host: "localhost", noDelay: true });
    const failed = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(false));
      socket.once("error", () => resolve(true));
    });
    if (!failed) return socket;
    await sleep(20);
  }
}

/**
 * Sends `mebibytes` of lines as fast as they are taken, half-closes, and waits for the other side to close: it has read
 * everything then. Gives milliseconds.
 */
export async function sendLines(port: number, mebibytes: number): Promise<number> {
  const socket = await connectWhenReady(port);
  // Answers are read and forgotten, or the other side would have to wait.
  socket.resume();
  const start = performance.now();
  const closed = once(socket, "close");
  for (let sent = 0; sent < mebibytes; sent++) {
    if (socket.destroyed) throw new Error(`hung up after ${sent} of ${mebibytes} MiB`);
    // Nobody takes what is left where the other side has ended.
    if (!socket.write(block)) await Promise.race([once(socket, "drain"), closed]);
  }
  socket.end();
  await closed;
  return performance.now() - start;
}
