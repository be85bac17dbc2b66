import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode, startSluice, stop } from "../child.ts";
import { type Figure, interleaved, milliseconds } from "../figure.ts";

const rounds = 7;

/** From the start of the process until word-count has opened its source, and so forms its first batch. */
export const start: Figure = {
  name: "start",
  async measure() {
    const cache = mkdtempSync(join(tmpdir(), "sluice-bench-"));
    try {
      const warmCache = { XDG_CACHE_HOME: join(cache, "warm") };
      let cold = 0;
      const run = (port: number, env: Readonly<Record<string, string>>) =>
        startSluice(["run", "samples/word-count/word-count.flow", "--set", `port=${port}`], env);
      await untilConnected((port) => run(port, warmCache));
      const took = await interleaved(rounds, {
        cold: () => untilConnected((port) => run(port, { XDG_CACHE_HOME: join(cache, `cold${cold++}`) })),
        warm: () => untilConnected((port) => run(port, warmCache)),
        baseline: () => untilConnected((port) => startNode(["bench/baselines/word-client.mjs", String(port)])),
      });
      const row = (what: string, ms: number, reachMs: number) => ({
        what,
        reach: `${reachMs / 1000} s`,
        ours: milliseconds(ms),
        baseline: milliseconds(took.baseline),
        ratio: took.baseline / ms,
        met: ms <= reachMs,
      });
      return [
        row("`sluice run` of word-count to its first batch, cold cache", took.cold, 1000),
        row("`sluice run` of word-count to its first batch, warm cache", took.warm, 400),
      ];
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  },
};

async function untilConnected(begin: (port: number) => ChildProcess): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const started = performance.now();
  const child = begin(address.port);
  const [socket] = await once(server, "connection");
  const took = performance.now() - started;
  await stop(child);
  socket.destroy();
  server.close();
  return took;
}
