import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { freePort } from "../support/free-port.ts";
import { sample, sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { untilListening } from "../support/until-listening.ts";

describe("sluice run", () => {
  const folder = tempFolders();

  function project(text: string): string {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), text);
    return cwd;
  }

  const count = `stream count every 100ms {
  lines("input.txt").count() -> print()
}
`;

  it("starts nothing when the program has an error", async () => {
    const cwd = project(count.replace("count()", "cuont()"));
    const { status, stdout, stderr } = await sluice(["run", "a.flow"], { cwd });
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /a\.flow:2:22/);
  });

  it("runs a program as it is now, not as it was when it was last run", async () => {
    const cwd = project(count);
    writeFileSync(join(cwd, "input.txt"), "one\ntwo\n");
    const run = () => sluice(["run", "a.flow"], { cwd });
    assert.match((await run()).stdout, /^2$/m);
    assert.match((await run()).stdout, /^2$/m);
    writeFileSync(join(cwd, "a.flow"), count.replace(".count()", ".map(line => line.length)"));
    assert.match((await run()).stdout, /^3$/m);
  });

  it("runs a line instead of a file: declarations, an agent's wires, or a stream's", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "input.txt"), "one\ntwo\n");
    const run = async (text: string, ...more: string[]) => (await sluice(["-e", text, ...more], { cwd })).stdout;
    assert.match(await run('lines("input.txt").map(e => e.body.toUpper()) -> memory() -> print()'), /^ONE\nTWO\n$/m);
    assert.match(await run('lines("input.txt").count() -> print()'), /^2$/m);
    assert.match(await run(count), /^2$/m);
    const { status, stderr } = await sluice(["run", "-e", 'lines("input.txt") -> memry() -> print()'], { cwd });
    assert.equal(status, 1);
    assert.match(stderr, /there is no channel `memry`\n --> command-line\.flow:1:/);
    assert.equal((await sluice(["-e", "x", "a.flow"], { cwd })).status, 2);
  });

  it("names its groups on topics after its file, or as --name says", async () => {
    const cwd = project(
      'topic words: string = embedded()\n\nagent copy {\n  words.from("earliest") -> memory() -> discard()\n}\n',
    );
    const groups = async (...more: string[]) => {
      const { status, stderr } = await sluice(["run", "a.flow", "--for", "200ms", ...more], { cwd });
      assert.equal(status, 0, stderr);
      return readdirSync(join(cwd, ".sluice/topics/words/groups")).filter((name) => name.endsWith(".json"));
    };
    assert.deepEqual(await groups(), ["a.copy.json"]);
    assert.deepEqual(await groups("--name", "old"), ["a.copy.json", "old.copy.json"]);
  });

  it("notices that an imported file has changed", async () => {
    const cwd = project(
      `import { weight } from "./weight.flow"\n\n${count.replace("count()", "map(line => weight(line))")}`,
    );
    writeFileSync(join(cwd, "input.txt"), "one\n");
    writeFileSync(join(cwd, "weight.flow"), "pub fn weight(line: string): int = line.length\n");
    const run = () => sluice(["run", "a.flow"], { cwd });
    const first = await run();
    assert.match(first.stdout, /^3$/m, first.stderr);
    writeFileSync(join(cwd, "weight.flow"), "pub fn weight(line: string): int = line.length * 100\n");
    assert.match((await run()).stdout, /^300$/m);
  });

  it("keeps compiled programs for their owner alone", async () => {
    const cwd = project(count);
    writeFileSync(join(cwd, "input.txt"), "one\n");
    const cache = join(cwd, "cache");
    const env = { XDG_CACHE_HOME: cache };
    assert.equal((await sluice(["run", "a.flow", "--batches", "1"], { cwd, env })).status, 0);
    const entries = readdirSync(cache, { recursive: true, withFileTypes: true });
    const modes = new Set(
      entries.map(
        (entry) => `${entry.isFile()} ${(statSync(join(entry.parentPath, entry.name)).mode & 0o777).toString(8)}`,
      ),
    );
    assert.deepEqual(modes, new Set(["false 700", "true 600"]));
  });

  it("runs where nothing can be cached", async () => {
    const cwd = project(count);
    writeFileSync(join(cwd, "input.txt"), "one\n");
    writeFileSync(join(cwd, "cache"), "a file where the folder should be");
    const ran = await sluice(["run", "a.flow", "--batches", "1"], { cwd, env: { XDG_CACHE_HOME: join(cwd, "cache") } });
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /Time: /);
  });

  it("reports a lambda that throws with its place in the .flow file", async () => {
    const cwd = project(count.replace("count()", "map(line => line.length * 9007199254740991)"));
    writeFileSync(join(cwd, "input.txt"), "far too long\n");
    const program = startSluice(["run", "a.flow"], { cwd });
    const [, line, column] = await program.sees(/a\.flow:(\d+):(\d+)/, "stderr");
    assert.equal(line, "2");
    assert.ok(Number(column) >= 22 && Number(column) <= 60, `column ${column}`);
    assert.match(program.stderr(), /exact int/);
    await program.stop("SIGINT");
  });

  it("names the component and its place when its port is taken", async () => {
    const taken = createServer().listen(0, "localhost");
    await once(taken, "listening");
    const address = taken.address();
    assert.ok(address !== null && typeof address !== "string");
    const { status, stderr } = await sluice(["run", sample("netcat-logger"), "--set", `port=${address.port}`], {
      cwd: folder(),
    });
    taken.close();
    assert.equal(status, 1);
    assert.match(stderr, /a1\.r1/);
    assert.match(stderr, /netcat-logger\.flow:5:/);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  });

  it("says in one line that a file, a command or a folder is not as it should be", async () => {
    const cases = [
      [count, /^(?=.*count)(?=.*a\.flow:2:).*input\.txt/],
      [
        agent('exec(command: "no-such-command-anywhere -x")', "logger()"),
        /^(?=.*a1)(?=.*a\.flow:2:).*no-such-command-anywhere/,
      ],
      [agent('lines("a.flow")', 'files("a.flow/out")'), /^(?=.*a1)(?=.*a\.flow:4:).*a\.flow\/out/],
    ] as const;
    for (const [text, expected] of cases) {
      const { status, stderr } = await sluice(["run", "a.flow", "--for", "5s"], { cwd: project(text) });
      assert.match(stderr, expected);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
      assert.equal(status, 1, stderr);
    }
  });

  it("logs as JSON and nothing else, also what Node warns of", async () => {
    const cwd = project("agent a {\n  seq(count: 3) -> memory() -> discard()\n}\n");
    const args = ["run", "a.flow", "--log", "json", "--otlp", "https://127.0.0.1:1"];
    // Node warns of it at the first connection.
    const { status, stderr } = await sluice(args, { cwd, env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } });
    assert.equal(status, 0, stderr);
    const messages = stderr
      .trim()
      .split("\n")
      .map((line): string => JSON.parse(line).message);
    assert.ok(
      messages.some((message) => /^Warning: .*NODE_TLS_REJECT_UNAUTHORIZED/.test(message)),
      stderr,
    );
  });

  it("refuses a --set of a param that does not exist, or of a wrong type", async () => {
    const unknown = await sluice(["run", sample("netcat-logger"), "--set", "prt=1"], { cwd: folder() });
    assert.notEqual(unknown.status, 0);
    assert.match(unknown.stderr, /prt/);
    const wrong = await sluice(["run", sample("netcat-logger"), "--set", "port=many"], { cwd: folder() });
    assert.notEqual(wrong.status, 0);
    assert.match(wrong.stderr, /port/);
  });

  it("ends with 2 when an option of its own is wrong", async () => {
    assert.equal((await sluice(["run", sample("netcat-logger"), "--fro", "2s"], { cwd: folder() })).status, 2);
  });

  it("keeps its state where --data-dir says", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "elsewhere"));
    const args = ["run", sample("quickstart"), "--batches", "1", "--data-dir", "elsewhere"];
    assert.equal((await sluice(args, { cwd })).status, 0);
    assert.deepEqual(readdirSync(cwd), ["elsewhere"]);
    assert.ok(readdirSync(join(cwd, "elsewhere")).length > 0);
  });

  it("starts only what --only names", async () => {
    const port = await freePort();
    const text = `${agent(`netcat(port: ${port})`, "logger()")}\n${agent('exec(command: "false")', "logger()").replace("a1", "a2")}`;
    const program = startSluice(["run", "a.flow", "--only", "a1"], { cwd: project(text) });
    await untilListening(port, program);
    assert.doesNotMatch(program.stderr(), /a2/);
    await program.stop("SIGINT");
  });

  it("runs the new program when a watched file changes", async () => {
    const cwd = project(count);
    writeFileSync(join(cwd, "input.txt"), "one\ntwo\n");
    const program = startSluice(["run", "--watch", "a.flow"], { cwd });
    await program.sees(/^2$/m);
    writeFileSync(join(cwd, "a.flow"), count.replace("count()", "cuont()"));
    await program.sees(/a\.flow:2:22/, "stderr");
    writeFileSync(join(cwd, "a.flow"), count.replace(".count()", '.map(line => "now " + line)'));
    await program.sees(/^now two$/m);
    assert.equal((await program.stop("SIGINT")).status, 0);
  });
});

function agent(source: string, sink: string): string {
  return `agent a1 {
  source  r1 = ${source}
  channel c1 = memory()
  sink    k1 = ${sink}

  r1 -> c1 -> k1
}
`;
}
