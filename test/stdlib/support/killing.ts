/** A program that is killed again and again under load: what its senders were answered is in what its sink has written. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { firstSeed } from "../../support/sample-size.ts";
import { startSluice } from "../../support/sluice.ts";

/** What a sender has to do with. */
export interface Given {
  readonly port: number;
  readonly folder: string;
  /** Another text. */
  next(): string;
  answered(text: string): void;
  /** True from the moment at which the program is killed: what it says then says nothing. */
  isOver(): boolean;
}

/** Sends texts one after the other until it is broken off; tells of each that was answered. */
export type Send = (given: Given) => Promise<void>;

/** Lines for `netcat`, which answers each. */
export const sendLines: Send = ({ port, next, answered }) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const sent: string[] = [];
    let said = "";
    const send = () => {
      for (let index = 0; index < 20; index++) sent.push(next());
      socket.write(
        sent
          .slice(-20)
          .map((text) => `${text}\n`)
          .join(""),
      );
    };
    socket.on("connect", send);
    socket.on("data", (bytes) => {
      said += bytes.toString();
      for (let end = said.indexOf("\n"); end !== -1; end = said.indexOf("\n")) {
        const text = sent.shift()!;
        if (said.slice(0, end) === "OK") answered(text);
        said = said.slice(end + 1);
      }
      if (sent.length === 0) send();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });

/** A sink that takes its time, and fails now and then: before a batch is written, or when it is. */
const FLAKY = `import { renameSync, writeFileSync } from "node:fs";

export function flaky({ path }: { readonly path: string }) {
  let writes = 0;
  return {
    batchSize: 50,
    async open() {},
    async write(events: readonly { readonly body: string }[]) {
      writes += 1;
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (writes % 29 === 3) throw new Error("fails before");
      const file = \`\${path}/.\${process.pid}-\${writes}\`;
      writeFileSync(file, events.map(({ body }) => \`\${body}\\n\`).join(""));
      renameSync(file, file.replace("/.", "/"));
      if (writes % 37 === 5) throw new Error("fails behind");
    },
    async close() {},
  };
}
`;

/** What is killed how often. */
export interface Killing {
  /** An empty folder. */
  readonly cwd: string;
  /** Code of the source; `port` is a parameter. */
  readonly source: string;
  /** Code of the channel. */
  readonly channel: string;
  readonly send: Send;
  readonly kills: number;
}

/**
 * Runs `source -> channel -> slow sink that fails now and then`, kills it at random moments while three senders are at it,
 * and waits at the end until all is written that was answered. Fails where something is missing or was never sent; gives
 * what to say of it.
 */
export async function surviveKills({ cwd, source, channel, send, kills }: Killing): Promise<string> {
  for (const folder of ["in", "out"]) mkdirSync(join(cwd, folder));
  writeFileSync(join(cwd, "flaky.ts"), FLAKY);
  writeFileSync(
    join(cwd, "a.flow"),
    `param port: int = 0

extern sink flaky(positional path: string): string
  delivers confirmed
  from "./flaky.ts"

agent a {
  ${source} -> ${channel} -> flaky("out")
}
`,
  );
  const answered = new Set<string>();
  let number = 0;
  let random = firstSeed;
  const started = async () => {
    const port = await freePort();
    const program = startSluice(["run", "a.flow", "--set", `port=${port}`], { cwd });
    await eventually(
      "a start",
      () => /started/.test(program.stderr()) || program.child.exitCode !== null,
      60_000 + kills * 2_000,
    );
    assert.equal(program.child.exitCode, null, program.stderr());
    return { port, program };
  };
  const files = new Set<string>();
  let written = 0;
  const distinct = new Set<string>();
  /** A file never changes once it exists. */
  const readWritten = () => {
    for (const file of readdirSync(join(cwd, "out"))) {
      if (file.startsWith(".") || files.has(file)) continue;
      files.add(file);
      const lines = readFileSync(join(cwd, "out", file), "utf8")
        .split("\n")
        .slice(0, -1);
      // Of a message of syslog there is more than the text.
      const texts = lines.map((line) => line.split(" ").slice(-2).join(" "));
      written += texts.length;
      for (const text of texts) distinct.add(text);
    }
  };
  for (let kill = 0; kill < kills; kill++) {
    const { port, program } = await started();
    const before = answered.size;
    let isOver = false;
    const given: Given = {
      port,
      folder: join(cwd, "in"),
      next: () => `${number++} ${"x".repeat(200)}`,
      answered: (text) => void answered.add(text),
      isOver: () => isOver,
    };
    const senders = [1, 2, 3].map(() => send(given));
    const hasAnswered = () => answered.size >= before + 100 || program.child.exitCode !== null;
    await eventually("100 more answers", hasAnswered);
    assert.equal(program.child.exitCode, null, program.stderr());
    random = (random * 48271) % 2147483647;
    await sleep(random % 300);
    isOver = true;
    await program.stop("SIGKILL");
    await Promise.all(senders);
  }
  const { program } = await started();
  const missing = () => {
    readWritten();
    return [...answered].filter((text) => !distinct.has(text));
  };
  const lost = () => `${missing().length} of ${answered.size} answered events are missing:\n${program.stderr()}`;
  await eventually("all that was answered", () => missing().length === 0, 90_000 + kills * 5_000).catch(() =>
    assert.fail(lost()),
  );
  assert.equal((await program.stop()).status, 0);
  readWritten();
  for (const text of distinct) {
    assert.ok(Number.parseInt(text, 10) < number && text.endsWith("x".repeat(200)), text);
  }
  return `${kills} kills, ${answered.size} answered, ${written - distinct.size} repeated`;
}
