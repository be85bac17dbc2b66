/**
 * The other ends of the standard library's components, run by `sluice conformance` as a user would run theirs:
 * `node peer.mjs MODE …`. A feed reads lines from standard input, and ends with 0 when all are sent, or answered.
 */
import { createSocket } from "node:dgram";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, request } from "node:http";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

const [mode, ...args] = process.argv.slice(2);
const port = Number(args[0]);
const linesOf = async () => (await text(process.stdin)).split("\n").slice(0, -1);

/** Sends `bytes`; gives the answer once the other side has closed, and null where the connection broke. */
const exchange = (bytes, isOver) =>
  new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => (isOver === undefined ? socket.end(bytes) : socket.write(bytes)));
    socket.setEncoding("utf8").on("data", (chunk) => {
      answer += chunk;
      if (isOver?.(answer)) socket.end();
    });
    socket.on("error", () => resolve(null));
    socket.on("close", () => resolve(answer));
  });

const connector = (path) => import(new URL(`../../../dist/stdlib/${path}.js`, import.meta.url));
const declared = { name: "peer.avro", place: "peer.mjs:1:1", element: { kind: "string" } };
const context = (draining) => ({
  program: "peer",
  clock: {
    now: () => Date.now(),
    sleep: (ms) => sleep(ms),
    at: (time, act) => {
      const timer = setTimeout(act, time - Date.now());
      return () => clearTimeout(timer);
    },
  },
  log: { info() {}, warn() {}, error() {}, once() {} },
  dataDir: "/nowhere",
  draining,
  count() {},
});

const modes = {
  async netcat() {
    const lines = await linesOf();
    const answer = await exchange(`${lines.join("\n")}\n`, (said) => said.split("\n").length > lines.length);
    const isDone = answer !== null && answer.split("\n").filter((line) => line === "OK").length === lines.length;
    process.exit(isDone ? 0 : 1);
  },
  async syslog() {
    const lines = await linesOf();
    await exchange(lines.map((line) => `<13>1 - host app - - - ${line}\n`).join(""));
  },
  async http() {
    const lines = await linesOf();
    const status = await new Promise((resolve) => {
      const sent = request({ port, host: "127.0.0.1", method: "POST" }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", () => resolve(0));
      sent.end(lines.join("\n"));
    });
    process.exit(status === 200 ? 0 : 1);
  },
  async udp() {
    const socket = createSocket("udp4");
    for (const line of await linesOf()) {
      await new Promise((resolve) => socket.send(`${args[1] ?? ""}${line}`, port, "127.0.0.1", resolve));
    }
    socket.close();
  },
  async avro() {
    const { avro } = await connector("avro/avro-sink");
    const sink = avro({ host: "127.0.0.1", port }, declared);
    await sink.open(context(new AbortController().signal));
    const lines = await linesOf();
    const isDone = await sink.write(lines.map((body) => ({ body, headers: new Map() }))).then(
      () => true,
      () => false,
    );
    process.exit(isDone ? 0 : 1);
  },
  async drop() {
    const name = `${process.pid}-${Date.now()}.txt`;
    writeFileSync(join(args[0], `.${name}`), await text(process.stdin));
    renameSync(join(args[0], `.${name}`), join(args[0], name));
  },
  /** Whoever connects to the first port is sent what comes in by the second. */
  async "serve-lines"() {
    let client = null;
    createServer((socket) => {
      client = socket;
      socket.on("error", () => {});
      socket.on("close", () => {
        if (client === socket) client = null;
      });
    }).listen(port, "127.0.0.1");
    createServer({ allowHalfOpen: true }, (socket) => {
      let lines = "";
      socket.on("error", () => {});
      socket.setEncoding("utf8").on("data", (chunk) => {
        lines += chunk;
      });
      socket.on("end", async () => {
        while (client === null) await sleep(10);
        client.write(lines, () => socket.end("done"));
      });
    }).listen(Number(args[1]), "127.0.0.1");
  },
  async "feed-lines"() {
    const answer = await exchange(await text(process.stdin));
    process.exit(answer === "done" ? 0 : 1);
  },
  /** Refuses a request with `REFUSE ME` in it. */
  async "serve-http"() {
    createHttpServer(async (incoming, response) => {
      const body = await text(incoming);
      const isRefused = body.includes("REFUSE ME");
      if (!isRefused) appendFileSync(args[1], `${body}\n`);
      response.writeHead(isRefused ? 400 : 200).end();
    }).listen(port, "127.0.0.1");
  },
  async "serve-avro"() {
    const { avro } = await connector("avro/avro");
    const source = avro({ port }, declared);
    await source.open(context(new AbortController().signal));
    await source.run({
      batchSize: 1000,
      async put(events) {
        appendFileSync(args[1], events.map(({ body }) => `${body}\n`).join(""));
      },
    });
  },
};

await modes[mode]();
