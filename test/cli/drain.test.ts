import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { start } from "../support/process.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("a program that is stopped while its sink fails", () => {
  const folder = tempFolders();

  /** A sink that works where there is an environment variable MENDED, and then keeps what it gets in `written`. */
  const sink = `import { appendFileSync } from "node:fs";
import type { Sink } from "sluice/runtime";

export function brittle(_options: object): Sink<string> {
  return {
    batchSize: 10,
    async open() {},
    async write(events) {
      if (process.env["MENDED"] === undefined) throw new Error("the other end is broken");
      appendFileSync("written", events.map(({ body }) => \`\${body}\\n\`).join(""));
    },
    async close() {},
  };
}
`;

  function project(channel: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "brittle.ts"), sink);
    writeFileSync(
      join(cwd, "a.flow"),
      `param n: int? = null

extern sink brittle(): string delivers confirmed from "./brittle.ts"

agent a {
  source  r = generate(rate: 200, count: n)
  channel c = ${channel}

  r -> c -> brittle()
}
`,
    );
    return cwd;
  }

  it("is gone even where a batch still computes, as if it had been killed", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "slow.ts"),
      "export function slow(text: string): string { const end = Date.now() + 600_000; while (Date.now() < end); return text; }",
    );
    writeFileSync(
      join(cwd, "a.flow"),
      `extern fn slow(text: string): string from "./slow.ts"

topic lines: string = embedded()
agent a { generate(rate: 100) -> memory() -> lines }
stream s every 1s { lines.map(line => slow(line)) -> print() }
`,
    );
    const run = sluice(["run", "a.flow", "--for", "1s", "--drain-timeout", "1s"], { cwd });
    const { signal, stderr } = await run;
    assert.equal(signal, "SIGKILL", stderr);
    assert.match(stderr, /ERROR a\.flow still computes, and the drain timeout of 1s is over: ended as if killed/);
  });

  it("is so, too, where the batch under way is computed after the signal", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "parts.ts"),
      `export function slow(text: string): string { const end = Date.now() + 600_000; while (Date.now() < end); return text; }

export function one() {
  return {
    async open() {},
    async run(output: { put(events: unknown): Promise<void> }) {
      await output.put([{ body: "x", headers: new Map() }]);
      process.stderr.write("it is in the batch\\n");
    },
    async close() {},
  };
}
`,
    );
    writeFileSync(
      join(cwd, "a.flow"),
      `extern fn slow(text: string): string from "./parts.ts"
extern source one(): string delivers forgetful from "./parts.ts"

stream s every 1h { one().map(line => slow(line)) -> print() }
`,
    );
    const program = startSluice(["run", "a.flow", "--drain-timeout", "1s"], { cwd });
    await program.sees(/it is in the batch/, "stderr");
    await program.sees(/started/, "stderr");
    program.child.kill("SIGTERM");
    const { signal, stderr } = await program.ended;
    assert.equal(signal, "SIGKILL", stderr);
    assert.match(stderr, /still computes, and the drain timeout of 1s is over: ended as if killed/);
  });

  const counted = (stderr: string, counter: string) => Number(new RegExp(`${counter}=(\\d+)`).exec(stderr)?.[1]);

  it("is gone within the drain timeout, and the next start delivers everything once", async () => {
    const cwd = project("file(minimumRequiredSpace: 0B)");
    const program = startSluice(["run", "a.flow", "--drain-timeout", "1s"], { cwd });
    await program.sees(/WARN a\.brittle the other end is broken place=a\.flow:9:13 again=1000ms/, "stderr");
    const { status, signal, stderr } = await program.stop("SIGTERM");
    assert.deepEqual([status, signal], [1, null], stderr);
    const accepted = counted(stderr, "accepted");
    assert.ok(accepted > 0);
    assert.match(
      stderr,
      /WARN a\.brittle holds up the end, and the drain timeout of 1s is over: the other end is broken/,
    );
    assert.match(stderr, /WARN a\.c events are left in the channel: the next start delivers them/);
    assert.equal(counted(stderr, "kept"), accepted);

    const mended = await sluice(["run", "a.flow", "--set", "n=0"], { cwd, env: { MENDED: "1" } });
    assert.equal(mended.status, 0, mended.stderr);
    const lines = readFileSync(join(cwd, "written"), "utf8").trimEnd().split("\n");
    assert.equal(lines.length, accepted);
    assert.equal(new Set(lines).size, accepted);
  });

  it("drains, too, when the terminal that it was started from is closed", async () => {
    const cwd = project("memory()");
    const program = startSluice(["run", "a.flow"], { cwd, env: { MENDED: "1" } });
    await eventually("something is written", () => existsSync(join(cwd, "written")));
    void program.stop("SIGHUP");
    const { status, signal, stderr } = await program.stop("SIGHUP");
    assert.deepEqual([status, signal], [0, null], stderr);
    assert.equal(readFileSync(join(cwd, "written"), "utf8").trimEnd().split("\n").length, counted(stderr, "accepted"));
  });

  it("counts what a source has read that nobody has any more, and no channel took", async () => {
    const cwd = project("memory(capacity: 100)");
    const program = readFileSync(join(cwd, "a.flow"), "utf8");
    const sources = `r = exec("seq 1000")\n  source  s = syslog(port: 0)`;
    writeFileSync(
      join(cwd, "a.flow"),
      program
        .replace("r = generate(rate: 200, count: n)", sources)
        .replace("r -> c", "s -> memory() -> brittle()\n  r -> c"),
    );
    const running = startSluice(["run", "a.flow", "--drain-timeout", "2s"], { cwd });
    const [, port = ""] = await running.sees(/a\.s listens on .* port=(\d+)/, "stderr");
    const socket = connect(Number(port), "localhost");
    socket.on("error", () => {});
    const messages = Array.from({ length: 1000 }, (_, n) => `<13>Nov 29 10:00:00 host app: ${n}\n`);
    await new Promise((resolve) => socket.write(messages.join(""), resolve));
    await running.sees(/a\.r channel a\.c has had no room/, "stderr");
    await running.sees(/a\.s channel a\.memory has had no room/, "stderr");
    const { status, stderr } = await running.stop("SIGTERM");
    socket.destroy();
    assert.equal(status, 1, stderr);
    for (const name of ["r", "s"]) {
      const [, fields = ""] = new RegExp(`a\\.${name} counted (.*)`).exec(stderr) ?? [];
      assert.equal(counted(fields, "accepted") + counted(fields, "lostEvents"), 1000, stderr);
    }
  });

  it("is gone within it for Ctrl-C, for --for and at the end of the input, also as an .mjs", async () => {
    const cwd = project("memory(capacity: 1000)");
    const built = await sluice(["build", "a.flow", "-o", "out"], { cwd });
    assert.equal(built.status, 0, built.stderr);
    const run = (...args: string[]) =>
      start(process.execPath, ["out/a.mjs", "--drain-timeout", "500ms", ...args], { cwd });
    const interrupted = run();
    await interrupted.sees(/the other end is broken/, "stderr");
    const ends = [interrupted.stop("SIGINT"), run("--for", "500ms").ended, run("--set", "n=7").ended];
    for (const { status, stderr } of await Promise.all(ends)) {
      assert.equal(status, 1, stderr);
      assert.match(stderr, /WARN a\.brittle holds up the end/);
      assert.match(stderr, /ERROR a\.c events are left in the channel, which keeps nothing: they are lost/);
      assert.equal(counted(stderr, "lost"), counted(stderr, "accepted"));
      assert.match(stderr, /ended\n$/);
    }
  });
});
