import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sample, sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const samples = ["access-log", "exec-hdfs", "exec-logger", "netcat-logger", "quickstart", "word-count"];

const program = `/// Out of here.
topic out: string = embedded(partitions: 4)
agent safe {
  source logs = taildir(files: ["/var/log/x"])
  logs -> file() -> out
}
agent fast {
  source cmd = exec(command: "tail -F /var/log/x")
  channel c1 = memory()
  channel c2 = memory()
  cmd.map(e => e.body.toInt() else fail) -> [c1, c2]
  c1 -> discard()
  c2 -> discard()
}
stream counts every 10s {
  let words = out.flatMap(line => line.split(" "))
  let seen = words.map(word => { word: word, letters: word.length, first: word, also: word, more: word })
  seen -> print()
  words.countByValue() -> discard()
}
stream fed every 10s {
  fast.c1 -> print()
}
topic dead: string = embedded()
agent strict {
  source cmd = exec(command: "tail -F /var/log/x")
  channel c1 = memory()
  channel c2 = memory()
  cmd -> [c1, c2]
  c1 -> files("/a", retries: 2, retryFor: 10m) else -> dead
  c2 -> logger(retryFor: 1h) else drop
}
`;

describe("sluice explain", () => {
  const folder = tempFolders();
  const explain = async (...args: readonly string[]): Promise<string> => {
    const cwd = folder();
    writeFileSync(join(cwd, "p.flow"), program);
    const { status, stdout } = await sluice(["explain", "p.flow", ...args], { cwd });
    assert.equal(status, 0);
    return stdout;
  };

  it("tells of every path its guarantee, of every step why it lowers it, and what would raise it", async () => {
    const text = await explain("fast");
    assert.match(text, /^ {2}atMostOnce {3}cmd -> c1 -> discard$/m);
    assert.match(text, /^ {2}May be lost\n {4}cmd: it cannot read again .* \(p\.flow:8:10\)$/m);
    assert.match(text, /^ {4}c1: what it holds is gone when the program is killed \(p\.flow:9:11\)$/m);
    assert.match(text, /^ {6}to raise it: Use a durable channel: `file\(…\)`\.$/m);
  });

  it("says of a channel that keeps a part what is lost of it", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "s.flow"), "agent a1 {\n  netcat(port: 1) -> spillable() -> discard()\n}\n");
    const { stdout } = await sluice(["explain", "s.flow"], { cwd });
    assert.match(stdout, /^ {2}atMostOnce /m);
    assert.match(
      stdout,
      /spillable: what it holds in memory is gone when the program is killed; what is on disk stays/,
    );
    assert.doesNotMatch(stdout, /what it holds is gone/);
  });

  it("tells what holds a path up", async () => {
    const text = await explain("fast");
    assert.match(text, /`c1`, `c2` take a batch together or not at all/);
    assert.match(text, /`map` fails as a whole \(`else fail`\): the transaction that has such an event is refused/);
    assert.match(text, /`discard`, `fed` share what `c1` holds/);
    assert.match(await explain("fed"), /a batch takes at most the 100 events that `fast\.c1` has room for/);
    assert.match(await explain("counts"), /`print`, `discard` are written one after the other/);
  });

  it("tells where what a sink refuses goes, and what is given up on purpose", async () => {
    const text = await explain("strict");
    const flat = text.replace(/\s+/g, " ");
    assert.match(flat, /sink files, [^.]*, what it refuses to dead after 3 tries, the same once out of reach for 10m/);
    assert.match(flat, /sink logger, [^.]*drops what it refuses, the same once out of reach for 1h/);
    assert.match(text, /^ {2}\w+ +cmd -> c1 -> dead {3}\(what failed\)$/m);
    assert.match(
      flat,
      /what `logger` refuses is dropped \(`else drop`\), and what is meant for it once it has been out of/,
    );
  });

  it("tells whether what fails on the way to a sink leaves with what it refuses, or waits", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "p.flow"),
      `topic texts: string = embedded()
topic numbers: int = embedded()
agent a {
  source cmd = exec(command: "tail -F /var/log/x")
  channel c1 = memory()
  channel c2 = memory()
  cmd -> [c1, c2]
  c1.map(e => e.body.toInt() else fail) -> files("/a") else -> texts
  c2.map(e => e.body.toInt() else fail) -> files("/b") else -> numbers
}
`,
    );
    const flat = (await sluice(["explain", "p.flow", "a"], { cwd })).stdout.replace(/\s+/g, " ");
    assert.match(flat, /what it refuses to texts, also what fails on its wire, waits while out of reach/);
    assert.match(flat, /what it refuses to numbers, waits while out of reach/);
    const held = [...flat.matchAll(/`map` fails as a whole \(`else fail`\): the batch .*? \((p\.flow:\d+)/g)];
    assert.deepEqual(
      held.map(([, place]) => place),
      ["p.flow:9"],
    );
  });

  it("tells types, batches, state and who can share the work", async () => {
    const text = await explain("counts");
    assert.match(text, /^ {2}words +string +flatMap$/m);
    assert.match(text, /^ {4}\.countByValue +\(string, int\) +whole batch$/m);
    assert.match(
      await explain("safe"),
      /^ {2}file +string +channel file, durable, room for 1,000,000, 10,000 a transaction$/m,
    );
    const { stdout } = await sluice(["explain", sample("access-log"), "trending"]);
    assert.match(
      stdout,
      /^ {2}accesses +Access +topic, from latest, group access-log\.trending, one reader only:\n +`reduceByKeyAndWindow` keeps state$/m,
    );
    assert.match(stdout, /^ {2}hits +\(string, int\) +reduceByKeyAndWindow, the last 5m, kept between batches$/m);
  });

  it("follows events through the whole program", async () => {
    const text = await explain();
    assert.match(text, /^topic out: string +p\.flow:2:7\n {2}Out of here\.\n {2}embedded, .* from safe, to counts$/m);
    assert.match(text, /^through the program$/m);
    assert.match(
      text,
      /^ {2}atLeastOnce {2}safe\.logs -> safe\.file -> out -> counts\.print\n {15}may come twice at logs, out/m,
    );
    assert.match(text, /countByValue: it makes one element of several/);
    assert.match(await explain("out"), /safe\.logs -> safe\.file -> out -> counts\.print/);
    assert.doesNotMatch(await explain("safe"), /^stream|fast\.cmd/m);
  });

  it("keeps to 100 columns, and leaves fields whole where it wraps a type", async () => {
    const texts = [
      await explain(),
      ...(await Promise.all(samples.map((name) => sluice(["explain", sample(name)])))).map((one) => one.stdout),
    ];
    for (const text of texts) {
      for (const line of text.split("\n")) assert.ok(line.length <= 100, line);
      assert.doesNotMatch(text, / $/m);
    }
    assert.match(texts[0] ?? "", /\{ word: string, letters: int, /);
  });

  it("tells agents of one name in two files apart, by their numbers", async () => {
    const cwd = folder();
    const feeding = (channel: string) => `pub agent feed {\n  seq() -> ${channel} -> discard()\n}\n`;
    const files = {
      "p.flow": [
        'import { feed } from "./lib.flow"',
        'import { last } from "./other.flow"',
        "stream s every 1s {",
        "  seq().map(text => `${text}${last}`) -> print()",
        "}",
      ].join("\n"),
      "lib.flow": feeding("memory()"),
      "other.flow": `import { feed } from "./third.flow"\npub const last = 1\n`,
      "third.flow": feeding("file()"),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
    const { stdout, stderr } = await sluice(["explain", "p.flow", "--json"], { cwd });
    assert.equal(stderr, "");
    const { agents } = JSON.parse(stdout) as {
      agents: { name: string; paths: { steps: readonly string[] }[] }[];
    };
    assert.deepEqual(
      agents.map(({ name, paths }) => [name, ...paths.map(({ steps }) => steps.join(" -> "))]),
      [
        ["feed", "seq -> memory -> discard"],
        ["feed2", "seq -> file -> discard"],
      ],
    );
    const second = await sluice(["explain", "p.flow", "feed2"], { cwd });
    assert.match(second.stdout, /seq -> file -> discard/);
    assert.doesNotMatch(second.stdout, /memory/);
  });

  it("says the same as JSON", async () => {
    const report = JSON.parse(await explain("--json"));
    assert.deepEqual(Object.keys(report), ["file", "topics", "tables", "agents", "streams", "through"]);
    const [path] = report.agents[1].paths;
    assert.deepEqual(path.steps, ["cmd", "c1", "discard"]);
    assert.deepEqual([path.guarantee, path.mayLose, path.mayRepeat], ["atMostOnce", true, false]);
    assert.deepEqual(
      path.reasons.map((one: { step: string; effect: string }) => `${one.step} ${one.effect}`),
      ["cmd lost", "c1 lost"],
    );
    assert.equal(report.streams[0].parts.find((part: { name: string }) => part.name === "words").type, "string");
  });

  it("refuses a name that the program does not have", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "p.flow"), program);
    const { status, stderr } = await sluice(["explain", "p.flow", "count"], { cwd });
    assert.equal(status, 2);
    assert.match(stderr, /did you mean "counts"\?/);
  });
});
