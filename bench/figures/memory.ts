import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, startSluice, stop } from "../child.ts";
import { type Figure, median } from "../figure.ts";
import { connectWhenReady } from "../line-client.ts";

const seconds = 20;
const block = Buffer.from(`${"x".repeat(99)}\n`.repeat(10_000));

/** Resident memory of netcat -> memory -> a sink ten times slower than the source can be, sent to without pause. */
export const memory: Figure = {
  name: "memory",
  async measure() {
    const port = await freePort();
    const child = startSluice(["run", "bench/programs/netcat-slow.flow", "--set", `port=${port}`]);
    try {
      const socket = await connectWhenReady(port);
      let sending = true;
      const sent = (async () => {
        while (sending) if (!socket.write(block)) await Promise.race([once(socket, "drain"), sleep(200)]);
      })();
      const samples: number[] = [];
      for (let second = 0; second < seconds; second++) {
        await sleep(1000);
        samples.push(residentMebibytes(child.pid ?? 0));
      }
      sending = false;
      await sent;
      socket.destroy();
      const early = median(samples.slice(seconds / 4, seconds / 2));
      const late = median(samples.slice(-seconds / 4));
      const most = Math.max(...samples);
      return [
        {
          what: `resident memory with a sink ten times slower, ${seconds} s`,
          reach: "flat, below 200 MB",
          ours: `at most ${Math.round(most)} MiB; ${Math.round(early)} MiB early, ${Math.round(late)} MiB late`,
          baseline: null,
          ratio: null,
          met: most < 190 && late < early * 1.1 + 5,
        },
      ];
    } finally {
      await stop(child);
    }
  },
};

function residentMebibytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
