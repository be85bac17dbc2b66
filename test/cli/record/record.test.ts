import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { sluice, startSluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { untilListening } from "../../support/until-listening.ts";

/** What a sink writes is compared with what came in over a socket and out of a file, with steps that draw and ask the time. */
const program = `
type Order = { id: int, pii email: string, amount: float }

param port: int = 0
param web: string = ""
secret token = env("TOKEN")

topic seen: string = embedded()

agent take {
  source  wire = netcat(port: port)
  source  log  = taildir(files: ["in/*.log"], pollDelay: 20ms)
  channel a    = file()
  channel b    = memory(capacity: 1000)
  channel c    = memory(capacity: 1000)
  sink    out  = files("out", rollInterval: 0s)
  sink    far  = http(web, token: token)

  wire.uuid().timestamp().sample(fraction: 0.7).map(e => e.body + told(e.headers)) -> a -> out
  log -> [b, c]
  b -> seen
  c.map(e => parseJson<Order>(e.body) else drop) -> far
}

fn told(headers: Map<string, string>): string {
  return " " + (headers.get("id") else "?") + " " + (headers.get("timestamp") else "?")
}

stream words every 500ms {
  let counts = seen.flatMap(line => line.split(" ")).map(word => (word, 1)).reduceByKeyAndWindow((a, b) => a + b, window: 1s)

  counts -> print()
}
`;

/** All files of a folder, one behind the other. */
function textIn(folder: string): string {
  const names = readdirSync(folder).sort();
  return names.map((name) => readFileSync(join(folder, name), "utf8")).join("");
}

describe("sluice run --record, sluice replay", function () {
  this.timeout(180_000);
  const tempFolder = tempFolders();

  /** Starts the program, which records; gives what is needed to feed it and to see what it does. */
  async function startRecorded() {
    const cwd = tempFolder();
    writeFileSync(join(cwd, "all.flow"), program);
    mkdirSync(join(cwd, "in"));
    const port = await freePort();
    const bodies: string[] = [];
    const web = createServer((request, response) => {
      request.setEncoding("utf8").on("data", (text: string) => bodies.push(text));
      request.on("end", () => response.end());
    });
    const webPort = await new Promise<number>((resolve) => {
      web.listen(0, "127.0.0.1", () => resolve((web.address() as { readonly port: number }).port));
    });
    const params = ["--set", `port=${port}`, "--set", `web=http://127.0.0.1:${webPort}/x`];
    const env = { TOKEN: "hush-hush" };
    const running = startSluice(["run", "all.flow", "--record", "rec", ...params], { cwd, env });
    await untilListening(port, running);
    return { cwd, running, port, bodies, close: () => web.close() };
  }

  /** Sends lines over a connection, a few at a time, and waits until all are safe. */
  async function send(port: number, lines: readonly string[]): Promise<void> {
    const socket = connect(port, "localhost");
    let answers = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      answers += text;
    });
    for (const line of lines) socket.write(`${line}\n`);
    await eventually("all is safe", () => answers.split("OK").length > lines.length);
    socket.destroy();
  }

  it("does once more what the program did, to the byte, and shows nothing that is masked", async () => {
    const { cwd, running, port, bodies, close } = await startRecorded();
    for (let round = 0; round < 4; round++) {
      await send(
        port,
        Array.from({ length: 50 }, (_, index) => `line ${round * 50 + index}`),
      );
      const orders = Array.from({ length: 5 }, (_, id) => `{"id":${id},"email":"ann@there","amount":1.5}\nword ${id}`);
      appendFileSync(join(cwd, "in/a.log"), `${orders.join("\n")}\n`);
      await eventually("the stream has had them", () => running.stdout().split("('word', ").length > round + 1);
    }
    await eventually("all orders are there", () => bodies.join("").split("\n").length > 20);
    const run = await running.stop();
    close();
    assert.equal(run.status, 0, run.stderr);
    const played = await sluice(["replay", "rec", "--out", "again"], { cwd });
    assert.equal(played.status, 0, played.stderr);
    const [printed, replayed] = [run.stdout, played.stdout].map((text) => text.replaceAll(/ann@there/g, "***"));
    assert.equal(replayed, printed);
    assert.ok(textIn(join(cwd, "out")).split("\n").length > 100);
    assert.equal(textIn(join(cwd, "again/out")), textIn(join(cwd, "out")));
    assert.equal(readFileSync(join(cwd, "again/topics/seen"), "utf8").split("\n").length, 41);
    const sent = readFileSync(join(cwd, "again/take.far.jsonl"), "utf8").trimEnd().split("\n");
    const orders = sent.map((line) => (JSON.parse(line) as { readonly body: object }).body);
    const found = bodies.join("").trimEnd().split("\n");
    assert.deepEqual(
      orders,
      found.map((line) => ({ ...(JSON.parse(line) as object), email: "***" })),
    );

    const [name] = readdirSync(join(cwd, "rec"));
    const texts = readdirSync(join(cwd, "rec", name!)).map((file) => {
      const path = join(cwd, "rec", name!, file);
      assert.equal(statSync(path).mode & 0o077, 0);
      return readFileSync(path, "utf8");
    });
    assert.doesNotMatch(texts.join(""), /ann@there|hush-hush/);
    assert.match(played.stderr, /values of these fields are masked in it: email/);
    const again = await sluice(["replay", `rec/${name}`, "--out", "third"], { cwd });
    assert.equal(again.stdout, played.stdout);

    const written = await sluice(["test", "--from", "rec"], { cwd });
    assert.equal(written.status, 0, written.stderr);
    assert.match(
      written.stdout,
      /^\ntest "as recorded [\d: -]+" \{\n {2}\/\/ Masked in the recording: email\.\n {2}given /,
    );
    assert.match(written.stdout, /\n {2}given take\.log = \[/);
    assert.match(written.stderr, /take\.out is another one each time/);
    appendFileSync(join(cwd, "all.flow"), written.stdout);
    const tested = await sluice(["test", "all.flow"], { cwd });
    assert.match(tested.stdout, /\n1 passed, 0 failed\n$/);
  });

  it("plays back what a program had that was killed, and says so where its last entry is torn", async () => {
    const { cwd, running, port, close } = await startRecorded();
    await send(port, ["one", "two", "three"]);
    appendFileSync(join(cwd, "in/a.log"), "to be or not\n");
    await running.sees(/\('be', 1\)/);
    const killed = await running.stop("SIGKILL");
    close();
    const [name] = readdirSync(join(cwd, "rec"));
    const segment = join(cwd, "rec", name!, "00000001.jsonl");
    appendFileSync(segment, '{"at":17960');
    const played = await sluice(["replay", "rec", "--out", "again"], { cwd });
    assert.equal(played.status, 0, played.stderr);
    assert.ok(played.stdout.startsWith(killed.stdout), `${played.stdout}\nis not the end of\n${killed.stdout}`);
    assert.match(played.stderr, /ends within an entry: the program was killed/);
    assert.equal(readFileSync(join(cwd, "again/topics/seen"), "utf8"), "to be or not\n");

    const text = readFileSync(segment, "utf8");
    writeFileSync(segment, text.replace(/\n.*?"put".*?\n/, "\n{rubbish\n"));
    const damaged = await sluice(["replay", "rec"], { cwd });
    assert.equal(damaged.status, 1);
    assert.match(damaged.stderr, /^sluice: .*00000001\.jsonl:\d+: the recording is damaged here\n$/);
    rmSync(segment);
    const empty = await sluice(["replay", "rec"], { cwd });
    assert.match(empty.stderr, /^sluice: .* has nothing in it: the program ended before anything came\n$/);
    const none = await sluice(["replay", "in"], { cwd });
    assert.match(none.stderr, /^sluice: in has no recording; `sluice run --record in FILE` makes one\n$/);
  });

  it("keeps the last of what came where there is room for no more", async () => {
    const cwd = tempFolder();
    writeFileSync(
      join(cwd, "much.flow"),
      `agent a1 {
  source  r1 = generate(rate: 3000)
  channel c1 = memory()
  sink    k1 = files("${cwd}/out", rollInterval: 0s)

  r1 -> c1 -> k1
}
`,
    );
    const run = await sluice(["run", "much.flow", "--for", "2s", "--record", "rec", "--record-size", "64KiB"], { cwd });
    assert.equal(run.status, 0, run.stderr);
    const [name] = readdirSync(join(cwd, "rec"));
    const files = readdirSync(join(cwd, "rec", name!)).filter((file) => file !== "recording.json");
    const bytes = files.reduce((sum, file) => sum + statSync(join(cwd, "rec", name!, file)).size, 0);
    assert.ok(bytes > 32_768 && bytes <= 65_536 * 1.25, `${bytes} bytes in ${files.join(", ")}`);
    assert.ok(!files.includes("00000001.jsonl"));
    const played = await sluice(["replay", "rec", "--out", "again"], { cwd });
    assert.equal(played.status, 0, played.stderr);
    assert.match(played.stderr, /the recording begins after the program/);
    const [all, some] = [join(cwd, "out"), join(cwd, "again", cwd, "out")].map((folder) =>
      textIn(folder).trimEnd().split("\n"),
    );
    assert.ok(some!.length > 20 && all!.length > some!.length, `${some!.length} of ${all!.length}`);
    assert.deepEqual(some, all!.slice(-some!.length));
  });

  it("says which streams went on from an earlier run", async () => {
    const cwd = tempFolder();
    writeFileSync(
      join(cwd, "sums.flow"),
      `topic words: string = embedded()

stream sums every 100ms {
  words.from("earliest").map(word => (word, 1)).updateStateByKey((values, state: int?) => (state else 0) + values.sum()) -> print()
}
`,
    );
    const run = async () => {
      await sluice(["produce", "sums.flow", "words"], { cwd, input: "a\n" });
      return sluice(["run", "sums.flow", "--until-caught-up", "--record", "rec"], { cwd });
    };
    const first = await run();
    const replayed = await sluice(["replay", "rec"], { cwd });
    assert.equal(replayed.stdout, first.stdout);
    assert.doesNotMatch(replayed.stderr, /earlier run/);
    await run();
    const { stderr, stdout } = await sluice(["replay", "rec"], { cwd });
    assert.match(stderr, /sluice: sums went on from an earlier run: windows and states do not have what came before/);
    const asJson = JSON.parse((await sluice(["replay", "rec", "--json"], { cwd })).stdout);
    assert.deepEqual([asJson.resumedStreams, asJson.output], [["sums"], stdout]);
  });

  it("gives what a stream without state had to catch up with, at the same times", async () => {
    const cwd = tempFolder();
    const stream = 'words.from("earliest").map(word => (word, 1)).reduceByKey((a, b) => a + b) -> print()';
    writeFileSync(
      join(cwd, "counts.flow"),
      `topic words: string = embedded()\n\nstream counts every 1s {\n  ${stream}\n}\n`,
    );
    await sluice(["produce", "counts.flow", "words"], { cwd, input: "a\nb\na\n" });
    const { stdout } = await sluice(["run", "counts.flow", "--until-caught-up", "--record", "rec"], { cwd });
    assert.match(stdout, /\('a', 2\)/);
    assert.equal((await sluice(["replay", "rec"], { cwd })).stdout, stdout);
  });

  it("keeps the recording of a run when the next one begins", async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, "in.txt"), "a\nb\n");
    writeFileSync(join(cwd, "few.flow"), 'stream s1 every 100ms {\n  lines("in.txt") -> print()\n}\n');
    const first = await sluice(["run", "few.flow", "--record", "rec"], { cwd });
    writeFileSync(join(cwd, "in.txt"), "c\n");
    const second = await sluice(["run", "few.flow", "--record", "rec"], { cwd });
    const names = readdirSync(join(cwd, "rec")).sort();
    assert.equal(names.length, 2);
    assert.equal((await sluice(["replay", `rec/${names[0]}`], { cwd })).stdout, first.stdout);
    assert.equal((await sluice(["replay", "rec"], { cwd })).stdout, second.stdout);
    assert.match(second.stdout, /c\n/);
  });
});
