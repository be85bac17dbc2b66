/** Programs that are killed while senders wait for their answers: what was answered is there, and nothing was invented. */
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { event } from "../../runtime/contract/event.ts";
import { avro } from "../../stdlib/avro/avro-sink.ts";
import { firstSeed, sampleSize } from "../support/sample-size.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { contextFor } from "./support/context.ts";
import { type Send, sendLines, surviveKills } from "./support/killing.ts";
import { declared } from "./support/one-agent.ts";

const sendRequests: Send = async ({ port, next, answered }) => {
  for (;;) {
    const texts = Array.from({ length: 20 }, next);
    const status = await new Promise<number>((resolve) => {
      const sent = request({ port, host: "127.0.0.1", method: "POST", agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on("error", () => resolve(0));
      sent.end(texts.join("\n"));
    });
    if (status === 0) return;
    if (status === 200) for (const text of texts) answered(text);
  }
};

const sendCalls: Send = async ({ port, next, answered }) => {
  const sink = avro<string>({ host: "localhost", port }, declared("k1"));
  await sink.open(contextFor({}));
  for (;;) {
    const texts = Array.from({ length: 20 }, next);
    try {
      await sink.write(texts.map((text) => event(text)));
    } catch (error) {
      if (/answered FAILED/.test(String(error))) continue;
      return sink.close();
    }
    for (const text of texts) answered(text);
  }
};

/** Syslog has no answers; a server that closes a connection at the sender's end of it has put what came. */
const sendMessages: Send = async ({ port, next, answered, isOver }) => {
  while (!isOver()) {
    const texts = Array.from({ length: 20 }, next);
    const wasHeard = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.end(texts.map((text) => `<13>1 - host app - - - ${text}\n`).join(""));
      });
      socket.resume();
      socket.on("end", () => resolve(!isOver()));
      socket.on("error", () => {});
      socket.on("close", () => resolve(false));
    });
    if (wasHeard) for (const text of texts) answered(text);
    else await sleep(1);
  }
};

/** Lines of a log that is rotated; what is in the file is safe, whether the program runs or not. */
const appendLines: Send = async ({ folder, next, answered, isOver }) => {
  const log = join(folder, `${next()}.log`.replaceAll(/[ x]/g, ""));
  for (let round = 1; !isOver(); round++) {
    const texts = Array.from({ length: 20 }, next);
    appendFileSync(log, texts.map((text) => `${text}\n`).join(""));
    for (const text of texts) answered(text);
    if (round % 10 === 0) renameSync(log, `${log}.${round}`);
    await sleep(5);
  }
};

/** Whole files, which appear under their name at once. */
const dropFiles: Send = async ({ folder, next, answered, isOver }) => {
  while (!isOver()) {
    const texts = Array.from({ length: 50 }, next);
    const name = texts[0]!.split(" ")[0]!;
    writeFileSync(join(folder, `.${name}`), texts.map((text) => `${text}\n`).join(""));
    renameSync(join(folder, `.${name}`), join(folder, `${name}.txt`));
    for (const text of texts) answered(text);
    await sleep(10);
  }
};

describe("a program that is killed", () => {
  const tempFolder = tempFolders();
  const kills = sampleSize(3, 100);

  const sources: [string, string, Send][] = [
    ["netcat", "netcat(port: port)", sendLines],
    ["http", 'http(port: port, format: "lines")', sendRequests],
    ["avro", "avro(port: port)", sendCalls],
    ["syslog", "syslog(port: port)", sendMessages],
    ["taildir", 'taildir(files: ["in/*.log*"], batchSize: 50, writePosInterval: 200ms)', appendLines],
    ["spooldir", 'spooldir("in", batchSize: 50, quietFor: 0s, pollDelay: 10ms)', dropFiles],
  ];
  for (const [name, source, send] of sources) {
    it(`has all that ${name} has answered, seed ${firstSeed}`, async function () {
      this.timeout(300_000 + kills * 120_000);
      const channel = "file(transactionCapacity: 50, minimumRequiredSpace: 0B)";
      const said = await surviveKills({ cwd: tempFolder(), source, channel, send, kills });
      this.test!.title += `: ${said}`;
    });
  }
});
