import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "playwright-core";
import { PAGE } from "../../runtime/program/ui/page.generated.ts";
import { buildProgram } from "../build-program.ts";
import { freePort, startNode, stop } from "../child.ts";
import { type Figure, interleaved, median, milliseconds, type Row } from "../figure.ts";
import { timeNode } from "../timed-child.ts";

const ROUNDS = 7;
const FOLDER = "bench/tmp/page";

/** How often the first picture, and the colour of what fails, are waited for. */
const LOOKS = 5;

/** What an open page costs the program that it shows, and how soon it shows it. */
export const page: Figure = {
  name: "page",
  async measure() {
    const size = gzipSync(PAGE, { level: 9 }).length;
    const ours = `${(size / 1000).toFixed(1)} kB`;
    const none = { baseline: null, ratio: null };
    const sized = { what: "the page, gzip", reach: "below 150 kB", ours, ...none, met: size < 150_000 };
    return [await opened(), sized, ...(await shown())];
  },
};

/** By CPU time, the same program with somebody who looks, and with nobody. */
async function opened(): Promise<Row> {
  const program = await buildProgram("fifty", FOLDER, ["--ui"]);
  const run = async (isOpen: boolean): Promise<number> => {
    const data = `${FOLDER}/opened`;
    await rm(data, { recursive: true, force: true });
    const port = await freePort();
    const running = timeNode([program, "--data-dir", data, "--ui", `${port}`]);
    const ended = new AbortController();
    const looking = isOpen ? look(port, ended.signal) : null;
    const { cpu } = await running;
    ended.abort();
    if (looking !== null && (await looking) === 0) throw new Error("the page has shown nothing");
    return cpu;
  };
  const cpu = await interleaved(ROUNDS, { ours: () => run(true), baseline: () => run(false) });
  const ratio = cpu.baseline / cpu.ours;
  const [ours, baseline] = [milliseconds(cpu.ours), milliseconds(cpu.baseline)];
  return {
    what: "page open, 50 operators, by CPU",
    reach: "at least 0.95x",
    ours,
    baseline,
    ratio,
    met: ratio >= 0.95,
  };
}

/** Asks for all that a page with an open panel asks for; gives how often it was told something. */
async function look(port: number, ended: AbortSignal): Promise<number> {
  const url = `http://127.0.0.1:${port}`;
  let told = 0;
  while (!ended.aborted) {
    const live = await fetch(`${url}/api/live`, { signal: ended }).catch(() => null);
    if (live?.body == null) {
      await sleep(20);
      continue;
    }
    const asking = setInterval(() => {
      void fetch(`${url}/api/part?id=fifty.numbers`)
        .then((answer) => answer.text())
        .catch(() => {});
    }, 5000);
    try {
      for await (const _ of live.body) told += 1;
    } catch {
      // The program has ended.
    }
    clearInterval(asking);
    if (told > 0) return told;
  }
  return told;
}

/** From asking for the page to its picture with rates, and from killing a sink to its colour. */
async function shown(): Promise<readonly Row[]> {
  const program = await buildProgram("forwarding", FOLDER, ["--ui"]);
  const [port, shop] = [await freePort(), await freePort()];
  await rm(`${FOLDER}/forwarding`, { recursive: true, force: true });
  let server = await listenAt(shop);
  const args = ["--set", `url=http://127.0.0.1:${shop}/`, "--data-dir", `${FOLDER}/forwarding`, "--ui", `${port}`];
  const child = startNode([program, ...args]);
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const [pictures, reds]: [number[], number[]] = [[], []];
  try {
    const url = `http://127.0.0.1:${port}/`;
    while ((await fetch(url).catch(() => null)) === null) await sleep(20);
    for (let round = 0; round < LOOKS; round++) pictures.push(await timePicture(browser, url));
    const looking = await browser.newPage();
    await looking.goto(url);
    for (let round = 0; round < LOOKS; round++) {
      await looking.locator('#canvas [data-id="forwarding.out"]:not(.failing)').waitFor({ timeout: 60_000 });
      await sleep(300 * round);
      server.close();
      server.closeAllConnections();
      const start = performance.now();
      await looking.locator('#canvas [data-id="forwarding.out"].failing').waitFor({ timeout: 60_000 });
      reds.push(performance.now() - start);
      server = await listenAt(shop);
    }
  } finally {
    await browser.close();
    await stop(child);
    server.close();
    server.closeAllConnections();
  }
  return [
    within("from asking for the page to its picture", median(pictures), 1000),
    within("from killing a sink to its red node, the longest of 5", Math.max(...reds), 2000),
  ];
}

async function timePicture(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  const start = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator("#canvas svg .node").first().waitFor();
  const took = performance.now() - start;
  await page.close();
  return took;
}

function within(what: string, ms: number, most: number): Row {
  return { what, reach: `below ${most / 1000} s`, ours: milliseconds(ms), baseline: null, ratio: null, met: ms < most };
}

async function listenAt(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end());
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}
