import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { needs } from "../support/needs.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = (port: number) => `topic numbers: int = embedded()

/// Takes numbers from a socket.
agent a {
  source r = netcat(port: ${port})
  channel c = memory(capacity: 500)
  r.map(e => e.body.toInt() else -> files("rejects")).filter(e => e.body > 1) -> c -> numbers
}

stream s every 100ms {
  let all = numbers.from("earliest").map(n => n / 2.0)
  all.count() -> files("counts")
}
`;

/** The value of a series, by the start of its name and its id. */
function figureOf(text: string, name: string, id: string): number {
  const line = text.split("\n").find((one) => one.startsWith(`${name}{id="${id}"`));
  assert.ok(line, `${name} ${id}\n${text}`);
  return Number(line.slice(line.lastIndexOf(" ") + 1));
}

describe("sluice run --metrics", function () {
  this.timeout(300_000);
  const folder = tempFolders();

  it("serves what each part has counted, with its place, to the event", async () => {
    const cwd = folder();
    const [lines, port] = [await freePort(), await freePort()];
    writeFileSync(join(cwd, "a.flow"), program(lines));
    const running = startSluice(["run", "a.flow", "--metrics", String(port)], { cwd });
    const get = (path: string, accept = "*/*") => fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } });
    const ready = () =>
      get("/readyz").then(
        ({ status }) => status === 200,
        () => false,
      );
    await eventually("ready", ready);
    const socket = connect(lines, "127.0.0.1");
    await once(socket, "connect");
    socket.end("1\n2\nx\n3\n4\n");
    const figures: readonly [string, string, number][] = [
      ["sluice_source_accepted_total", "a.r", 5],
      ["sluice_operator_in_total", "a.r.map", 5],
      ["sluice_operator_out_total", "a.r.map", 4],
      ["sluice_operator_rejected_total", "a.r.map", 1],
      ["sluice_operator_in_total", "a.r.filter", 4],
      ["sluice_operator_out_total", "a.r.filter", 3],
      ["sluice_sink_written_total", "a.files", 1],
      ["sluice_sink_written_total", "a.numbers", 3],
      ["sluice_source_accepted_total", "s.numbers", 3],
      ["sluice_operator_in_total", "s.all", 3],
      ["sluice_operator_in_total", "s.all.count", 3],
      ["sluice_channel_in_total", "a.c", 3],
      ["sluice_channel_out_total", "a.c", 3],
      ["sluice_channel_events", "a.c", 0],
      ["sluice_channel_capacity_events", "a.c", 500],
    ];
    let text = "";
    const counted = eventually("all is counted", async () => {
      text = await (await get("/metrics")).text();
      // The delay of the event loop is not known before the loop has turned for some time.
      const knowsDelay = /^sluice_event_loop_delay_max_seconds \d/m.test(text);
      return knowsDelay && figures.every(([name, id, value]) => figureOf(text, name, id) === value);
    });
    const late = await counted.then(
      () => null,
      (error: Error) => error,
    );
    for (const [name, id, value] of figures) assert.equal(figureOf(text, name, id), value, `${name} ${id}`);
    assert.equal(late, null);
    const timed = [
      ["sluice_source_seconds_total", "a.r"],
      ["sluice_operator_seconds_total", "a.r.map"],
      ["sluice_channel_seconds_total", "a.c"],
      ["sluice_sink_seconds_total", "a.numbers"],
      ["sluice_operator_seconds_total", "s.all.count"],
    ] as const;
    for (const [name, id] of timed) assert.ok(figureOf(text, name, id) > 0, `${name} ${id}`);
    assert.match(text, /sluice_operator_in_total\{id="a\.r\.map",type="map",place="a\.flow:7:5"\}/);
    const named = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    for (const line of text.trim().split("\n")) {
      if (!line.startsWith("#")) assert.ok(named.has(/^[a-z_]+/.exec(line)?.[0]), line);
    }
    const others: readonly [string, string, string][] = [
      ["sluice_channel_oldest_seconds", "a.c", "0"],
      ["sluice_stream_queued_batches", "s", "\\d"],
      ["sluice_stream_delay_seconds", "s", "[\\d.e-]+"],
      ["sluice_stream_processing_seconds_total", "s", "[\\d.e-]+"],
      ["sluice_topic_records", "numbers", "3"],
      ["sluice_source_long_lines_total", "a.r", "0"],
    ];
    for (const [name, id, value] of others) {
      assert.match(text, new RegExp(`^${name}\\{id="${id}",[^}]*\\} ${value}$`, "m"));
    }
    assert.match(text, /^sluice_source_lag_records\{id="s\.numbers",type="topic",[^}]*,partition="0"\} 0$/m);
    assert.match(text, /^sluice_event_loop_delay_max_seconds [\d.e-]+$/m);
    assert.match(text, /^# HELP sluice_source_long_lines_total Lines that were too long\.$/m);
    const json = (await (await get("/metrics", "application/json")).json()) as Record<string, Record<string, string>>;
    assert.deepEqual(json["SOURCE.r"], { Type: "SOURCE", EventAcceptedCount: "5", ChannelWriteFail: "0" });
    assert.equal(json["CHANNEL.c"]?.["ChannelCapacity"], "500");
    assert.equal(json["SINK.numbers"]?.["EventDrainSuccessCount"], "3");
    assert.equal((await get("/healthz")).status, 200);
    assert.equal((await get("/else")).status, 404);
    assert.equal((await fetch(`http://127.0.0.1:${port}/metrics`, { method: "POST" })).status, 405);
    running.child.kill("SIGINT");
    assert.equal((await running.ended).status, 0);
  });

  it("is what promtool takes for well-formed", async function () {
    needs(this, "promtool");
    const cwd = folder();
    writeFileSync(
      join(cwd, "a.flow"),
      `topic dead: string = embedded()

agent a {
  lines("in.txt") -> spillable() -> discard() else -> dead
}

stream s every 100ms {
  dead.from("earliest").map(line => (line, 1)).updateStateByKey((now, before: int?) => (before else 0) + now.sum()) -> files("out")
}
`,
    );
    writeFileSync(join(cwd, "in.txt"), "one\ntwo\n");
    const running = startSluice(["run", "a.flow", "--metrics", "0"], { cwd });
    const [, url = ""] = await running.sees(/serves metrics url=(\S+)/, "stderr");
    let text = "";
    await eventually("a batch is done", async () => {
      text = await (await fetch(url)).text();
      return figureOf(text, "sluice_stream_batches_total", "s") > 0;
    });
    running.child.kill("SIGINT");
    await running.ended;
    assert.match(text, /^sluice_state_bytes\{id="s",[^}]*\} \d+$/m);
    assert.match(text, /^sluice_state_keys\{id="s",[^}]*,name="\w+"\} 0$/m);
    const checked = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
    assert.equal(`${checked.stdout}${checked.stderr}`, "", text);
    assert.equal(checked.status, 0);
  });

  it("says who is not healthy: a source that has stopped, and a sink that is out of reach for too long", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "gate.ts"),
      `import { existsSync } from "node:fs";
import type { Sink } from "sluice/runtime";
export function gate(): Sink<string> {
  return {
    batchSize: 10,
    async open() {},
    async write() {
      if (!existsSync("mended")) throw new Error("nobody answers");
    },
    async close() {},
  };
}
`,
    );
    writeFileSync(join(cwd, "in.txt"), "7\nseven\n");
    writeFileSync(
      join(cwd, "a.flow"),
      `extern sink gate(): string delivers confirmed from "./gate.ts"

agent a {
  source words = lines("in.txt")
  sink   out   = gate(retryFor: 10ms)

  words.map(e => e.body.toInt() else fail) -> memory() -> discard()
  generate(rate: 10) -> memory() -> out else drop
}
`,
    );
    const running = startSluice(["run", "a.flow", "--metrics", "0"], { cwd });
    const [, url = ""] = await running.sees(/serves metrics url=(\S+)\/metrics/, "stderr");
    const health = async (path: string) => {
      const answer = await fetch(`${url}${path}`);
      return `${answer.status} ${await answer.text()}`;
    };
    const isSaid = (wanted: string) => eventually(wanted, async () => (await health("/healthz")) === wanted, 60_000);
    await isSaid("503 failed: a.words, a.out\n");
    // A restart brings no sink back.
    assert.equal(await health("/livez"), "503 failed: a.words\n");
    writeFileSync(join(cwd, "mended"), "");
    await isSaid("503 failed: a.words\n");
    running.child.kill("SIGINT");
    assert.equal((await running.ended).status, 1);
  });

  it("does not run unwatched where the address is taken", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), "stream s every 100ms {\n  seq().count() -> print()\n}\n");
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const { status, stderr } = await sluice(["run", "a.flow", "--metrics", String(port)], { cwd });
    taken.close();
    assert.equal(status, 1);
    assert.match(stderr, /--metrics: listen EADDRINUSE/);
  });

  it("is refused by a program that was built without", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), "stream s every 100ms {\n  seq().count() -> print()\n}\n");
    await sluice(["build", "a.flow", "-o", "plain"], { cwd });
    await sluice(["build", "a.flow", "-o", "watched", "--metrics"], { cwd });
    const run = (file: string) =>
      spawnSync(process.execPath, [join(cwd, file), "--metrics", "0", "--for", "300ms"], { cwd, encoding: "utf8" });
    const plain = run("plain/a.mjs");
    assert.equal(plain.status, 2);
    assert.match(plain.stderr, /built without.*sluice build --metrics/);
    const watched = run("watched/a.mjs");
    assert.equal(watched.status, 0, watched.stderr);
    assert.match(watched.stderr, /serves metrics url=http:\/\/127\.0\.0\.1:\d+\/metrics/);
  });
});
