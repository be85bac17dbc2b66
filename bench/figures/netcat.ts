import { freePort, startNode, startSluice, stop } from "../child.ts";
import { type Figure, interleaved, type Row } from "../figure.ts";
import { sendLines } from "../line-client.ts";

const mebibytes = 200;
const rounds = 5;

/** Lines through a socket into a channel into nothing, against a hand-written program that splits and counts them. */
export const netcat: Figure = {
  name: "netcat",
  async measure() {
    return [
      await compare("netcat -> memory -> discard, no answers", "netcat-discard", [], "at least 0.8x", 0.8),
      await compare("the same, `OK` to every line on both sides", "netcat-acknowledged", ["ack"], "", 0),
    ];
  },
};

async function compare(
  what: string,
  program: string,
  baselineArgs: readonly string[],
  reach: string,
  least: number,
): Promise<Row> {
  const ports = { ours: await freePort(), baseline: await freePort() };
  const children = [
    startSluice(["run", `bench/programs/${program}.flow`, "--set", `port=${ports.ours}`]),
    startNode(["bench/baselines/line-server.mjs", String(ports.baseline), ...baselineArgs]),
  ];
  try {
    // Once unmeasured: both compile their hot loops.
    await sendLines(ports.ours, mebibytes / 4);
    await sendLines(ports.baseline, mebibytes / 4);
    const took = await interleaved(rounds, {
      ours: () => sendLines(ports.ours, mebibytes),
      baseline: () => sendLines(ports.baseline, mebibytes),
    });
    const ratio = took.baseline / took.ours;
    return { what, reach, ours: rate(took.ours), baseline: rate(took.baseline), ratio, met: ratio >= least };
  } finally {
    await Promise.all(children.map(stop));
  }
}

function rate(ms: number): string {
  return `${Math.round(mebibytes / (ms / 1000))} MiB/s`;
}
