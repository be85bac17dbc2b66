import { once } from "node:events";
import { freePort } from "../../child.ts";
import { connectWhenReady } from "../../line-client.ts";
import { isShort, peerFigure } from "../contest.ts";
import { type Listener, listening, startOurs } from "../listener.ts";
import { startRsyslog } from "../rsyslog.ts";

const MESSAGES = isShort ? 20_000 : 400_000;
const block = Buffer.from(
  Array.from({ length: 1000 }, (_, n) => {
    const data = `[order@32473 id="${n}" class="high"]`;
    return `<${16 + (n % 8)}>1 2026-01-02T03:04:05.${String(n).padStart(3, "0")}Z web${n % 9} shop ${n} ID${n % 47} ${data} GET /products/${n % 977} 200 ${"x".repeat(40)}\n`;
  }).join(""),
);

/** Messages of RFC 5424 over TCP, parsed and dropped. */
export const syslog = peerFigure("syslog", async (folder) => {
  const ports = { ours: await freePort(), rsyslog: await freePort() };
  const set = ["--set", `port=${ports.ours}`, "--data-dir", `${folder}/data`];
  const ours = startOurs(["bench/programs/syslog-discard.flow", ...set], () => send(ports.ours));
  const rsyslog = startRsyslog(folder, ports.rsyslog, () => send(ports.rsyslog));
  const contestant = (listener: Listener) => listening(listener, MESSAGES);
  const mebibytes = (MESSAGES * block.length) / 1000 / 2 ** 20;
  return [
    {
      what: `syslog over TCP, RFC 5424 into records, ${MESSAGES / 1000}k messages, ${Math.round(mebibytes)} MiB`,
      mebibytes,
      contestants: [await contestant(ours), "why" in rsyslog ? rsyslog : await contestant(rsyslog)],
    },
  ];
});

/** Until the other side has closed, which has read everything then. */
async function send(port: number): Promise<number> {
  const socket = await connectWhenReady(port);
  socket.resume();
  const closed = once(socket, "close");
  const start = performance.now();
  for (let sent = 0; sent < MESSAGES; sent += 1000) {
    if (!socket.write(block)) await Promise.race([once(socket, "drain"), closed]);
  }
  socket.end();
  await closed;
  return performance.now() - start;
}
