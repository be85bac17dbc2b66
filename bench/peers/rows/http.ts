import { freePort } from "../../child.ts";
import { connectWhenReady } from "../../line-client.ts";
import { postLines } from "../../send-load.ts";
import { isShort, peerFigure } from "../contest.ts";
import { endNow, listening, startOurs, startTold } from "../listener.ts";

const LINES = isShort ? 20_000 : 200_000;
const SIZE = 500;
const BATCH = 1000;

/** JSON by line over HTTP, a thousand a request, into nothing. */
export const http = peerFigure("http", async (folder) => {
  const ports = { ours: await freePort(), byHand: await freePort() };
  const set = ["--set", `port=${ports.ours}`, "--set", `data=${folder}`, "--data-dir", `${folder}/data`];
  const post = (port: number) => async () => {
    (await connectWhenReady(port)).destroy();
    return postLines(port, LINES, SIZE, BATCH);
  };
  const ours = startOurs(["bench/programs/hops.flow", "--only", "httpMemory", ...set], post(ports.ours));
  const { child } = startTold(process.execPath, ["bench/baselines/http-count.mjs", String(ports.byHand)]);
  const counted = async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.byHand}/`, { method: "POST", body: "" });
    return Number(await answer.text());
  };
  const byHand = {
    name: "hand-written Node that counts lines",
    pid: child.pid!,
    least: 0.7,
    send: post(ports.byHand),
    counted,
    stop: () => endNow(child),
  };
  const mebibytes = (LINES * SIZE) / 2 ** 20;
  return [
    {
      what: `NDJSON over HTTP, ${BATCH} lines a request, ${Math.round(mebibytes)} MiB`,
      mebibytes,
      contestants: [await listening(ours, LINES), await listening(byHand, LINES)],
    },
  ];
});
