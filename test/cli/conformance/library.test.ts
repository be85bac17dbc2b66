/** `sluice conformance` over the components of the standard library, each with a real other end. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../support/free-port.ts";
import { type Running, start } from "../../support/process.ts";
import { firstSeed, long, sampleSize } from "../../support/sample-size.ts";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { untilListening } from "../../support/until-listening.ts";

const peer = `"${process.execPath}" "${fileURLToPath(new URL("peer.mjs", import.meta.url))}"`;

/** A component and its other end. `{port}` and `{more}` are free ports, `{cwd}` is the folder that it runs in. */
interface Case {
  readonly role: "source" | "channel" | "sink";
  /** Code that makes it; runs in a folder with an empty `in` and `out`. */
  readonly code: string;
  readonly options?: Readonly<Record<string, string>>;
  /** A process that has to be there, and the port by which one sees that it is; `SIGSTOP` makes it slow. */
  readonly server?: string;
  readonly serverPort?: "{port}" | "{more}";
  /** Files that are there. */
  readonly files?: Readonly<Record<string, string>>;
  /** Checks that cannot be tried. */
  readonly notTried: number;
}

const frozen = { break: "kill -STOP $(cat peer.pid)", mend: "kill -CONT $(cat peer.pid)" };

const cases: readonly Case[] = [
  { role: "channel", code: "file(capacity: 1000, transactionCapacity: 100, minimumRequiredSpace: 0B)", notTried: 0 },
  { role: "sink", code: 'files("out")', options: { written: "cat out/*" }, notTried: 2 },
  {
    role: "source",
    code: 'taildir(files: ["in/*.log"], writePosInterval: 100ms)',
    options: { feed: "cat >> in/a.log" },
    notTried: 1,
  },
  { role: "source", code: "netcat(port: {port})", options: { feed: `${peer} netcat {port}` }, notTried: 2 },
  { role: "channel", code: "memory(capacity: 1000)", notTried: 2 },
  {
    role: "sink",
    code: 'http("http://127.0.0.1:{port}/", batchSize: 5, format: "whole", requestTimeout: 1s)',
    server: `${peer} serve-http {port} out/requests`,
    options: { written: "cat out/*", refused: "REFUSE ME", ...frozen },
    notTried: 0,
  },
  {
    role: "source",
    code: 'spooldir("in", quietFor: 0s, pollDelay: 10ms)',
    options: { feed: `${peer} drop in` },
    notTried: 1,
  },
  { role: "source", code: "syslog(port: {port})", options: { feed: `${peer} syslog {port}` }, notTried: 4 },
  {
    role: "source",
    code: 'http(port: {port}, format: "lines")',
    options: { feed: `${peer} http {port}` },
    notTried: 2,
  },
  {
    role: "channel",
    code: "spillable(capacity: 1000, memoryCapacity: 3, transactionCapacity: 100, minimumRequiredSpace: 0B)",
    notTried: 2,
  },
  {
    role: "sink",
    code: 'avro(host: "127.0.0.1", port: {port}, requestTimeout: 1s)',
    server: `${peer} serve-avro {port} out/events`,
    options: { written: "cat out/*", ...frozen },
    notTried: 1,
  },
  { role: "source", code: "avro(port: {port})", options: { feed: `${peer} avro {port}` }, notTried: 2 },
  {
    role: "source",
    code: 'socketText(host: "127.0.0.1", port: {port}, reconnectDelay: 5ms)',
    server: `${peer} serve-lines {port} {more}`,
    serverPort: "{more}",
    options: { feed: `${peer} feed-lines {more}` },
    notTried: 4,
  },
  { role: "source", code: "syslogUdp(port: {port})", options: { feed: `${peer} udp {port} "<13>"` }, notTried: 4 },
  { role: "source", code: "netcatUdp(port: {port})", options: { feed: `${peer} udp {port}` }, notTried: 4 },
  {
    role: "source",
    code: 'exec("tail -s 0.01 -n 0 -F in/a.log", batchTimeout: 5ms)',
    files: { "in/a.log": "" },
    options: { feed: "sleep 0.3; cat >> in/a.log" },
    notTried: 4,
  },
  { role: "source", code: 'lines("in/text")', files: { "in/text": "a\nb\nc\n" }, notTried: 6 },
  { role: "source", code: "seq()", notTried: 6 },
  { role: "source", code: "generate()", notTried: 6 },
  { role: "sink", code: "discard()", notTried: 5 },
  { role: "sink", code: "logger()", notTried: 5 },
  { role: "sink", code: "print()", notTried: 5 },
  {
    role: "sink",
    code: 'hdfs("file://{cwd}/out")',
    options: { written: "cat out/*" },
    notTried: 2,
  },
];

describe("sluice conformance over the standard library", () => {
  const tempFolder = tempFolders();
  const count = sampleSize(2, cases.length);

  for (let index = 0; index < Math.min(count, cases.length); index++) {
    const one = cases[(firstSeed - 1 + index) % cases.length]!;
    it(`finds nothing wrong with the ${one.role} ${one.code}`, async function () {
      this.timeout(600_000);
      const cwd = tempFolder();
      const [port, more] = [await freePort(), await freePort()];
      const values = { port, more, cwd };
      const fill = (text: string) =>
        text.replaceAll(/\{(port|more|cwd)\}/g, (_, name: keyof typeof values) => String(values[name]));
      for (const folder of ["in", "out"]) mkdirSync(join(cwd, folder));
      for (const [name, text] of Object.entries(one.files ?? {})) writeFileSync(join(cwd, name), text);
      const code = fill(one.code);
      const [source, channel, sink] = [
        one.role === "source" ? "tried" : "seq()",
        one.role === "channel" ? "tried" : "memory()",
        one.role === "sink" ? "tried" : "discard()",
      ];
      writeFileSync(
        join(cwd, "a.flow"),
        `agent a {\n  ${one.role} tried = ${code}\n\n  ${source} -> ${channel} -> ${sink}\n}\n`,
      );
      let server: Running | null = null;
      if (one.server !== undefined) {
        server = start("/bin/sh", ["-c", `exec ${fill(one.server)}`], { cwd });
        writeFileSync(join(cwd, "peer.pid"), String(server.child.pid));
        await untilListening(Number(fill(one.serverPort ?? "{port}")), server);
      }
      const options = Object.entries(one.options ?? {}).flatMap(([name, value]) => [`--${name}`, fill(value)]);
      const kills = long ? "10" : "1";
      const { status, stdout, stderr } = await sluice(
        ["conformance", "a.flow", "a.tried", "--kills", kills, ...options],
        {
          cwd,
        },
      );
      await server?.stop("SIGKILL");
      assert.equal(status, 0, `${stdout}${stderr}`);
      const [, passed, notTried] = /\n(\d+) passed, 0 failed, (\d+) not tried\n$/.exec(stdout) ?? [];
      assert.deepEqual([Number(passed) > 0, Number(notTried)], [true, one.notTried], stdout);
    });
  }

  it("knows every source, channel and sink that the library has", () => {
    const library = fileURLToPath(new URL("../../../stdlib/", import.meta.url));
    const declared = readdirSync(library, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".flow"))
      .flatMap((file) => [
        ...readFileSync(join(library, file), "utf8").matchAll(/^pub extern (source|channel|sink) (\w+)/gm),
      ])
      .map(([, role, name]) => `${role} ${name}`);
    const tried = new Set(cases.map(({ role, code }) => `${role} ${/^\w+/.exec(code)?.[0]}`));
    // A group is made of sinks that are tried; `pieces` gives bytes, and a Kafka channel is tried with a broker.
    const elsewhere = new Set(["sink failover", "sink loadBalance", "source pieces", "channel kafka"]);
    assert.deepEqual(
      declared.filter((one) => !tried.has(one) && !elsewhere.has(one)),
      [],
    );
  });
});
