import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, sample, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice test", () => {
  const folder = tempFolders();

  /** Runs the tests of a program that stands alone in a folder. */
  async function test(text: string, ...args: string[]) {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), text);
    const ended = await sluice(["test", "a.flow", ...args], { cwd });
    assert.deepEqual(readdirSync(cwd), ["a.flow"], "nothing is written");
    return ended;
  }

  describe("on the samples", () => {
    for (const name of readdirSync(join(root, "samples"))) {
      it(name, async () => {
        const { status, stdout, stderr } = await sluice(["test", sample(name)]);
        assert.equal(status, 0, stdout + stderr);
        const tests = readFileSync(sample(name), "utf8").match(/^test "/gm)?.length ?? 0;
        if (tests === 0) assert.match(stdout, /has no tests\n$/);
        else assert.match(stdout, new RegExp(`\\n${tests} passed, 0 failed\\n$`));
      });
    }
  });

  it("fails with where it is, and with what differs in each batch", async () => {
    const { status, stdout } = await test(`${words}
test "counts" {
  given count.lines = [["a b a"], ["b"]]
  expect count.counts == [[("b", 1), ("a", 3)], [("b", 1)], []]
}
`);
    assert.equal(status, 1);
    assert.equal(
      stdout,
      `a.flow
  FAIL  counts
          --> a.flow:11:3
           |
        11 |   expect count.counts == [[("b", 1), ("a", 3)], [("b", 1)], []]
           |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 3 batches expected, 2 found
        batch 1
        - ("a", 3)
        + ("a", 2)

0 passed, 1 failed
`,
    );
  });

  it("gives a topic to an agent that reads it from its start, to a group of sinks, and to another stream", async () => {
    const { status, stdout, stderr } = await test(`
topic given: string = embedded()
topic copied: string = embedded()
agent copy {
  sink spill = logger()

  given.from("earliest", group: "copier").map(e => e.body.trim()) -> memory() -> failover(copied, spill)
}
stream s every 100ms {
  let both = given.filter(x => x != "").union(copied)

  both -> print()
}
test "a copy" {
  given given = [["a ", " b"]]
  expect copied == ["a", "b"]
  expect copy.spill == []
}
test "both" {
  given given = [["a"], ["b"]]
  given copied = [["c"], []]
  expect s.both == [["a", "a", "c"], ["b", "b"]]
}
`);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /\n2 passed, 0 failed\n$/);
  });

  it("takes a failure for what was to be, where it is expected for that reason", async () => {
    const { status, stdout } = await test(`
topic texts: string = embedded()
agent a {
  source r = lines("x")
  sink k = logger()
  r.map(e => e.body.toInt() else fail) -> memory() -> k
}
stream s every 1s {
  let all = texts.map(x => x.toInt() else fail)

  all -> print()
}
test "of an agent" {
  given a.r = ["1", "x"]
  expect a fails "not a whole number"
  expect a.k == []
}
test "of an agent, unexpected" {
  given a.r = ["x"]
  expect a.k == []
}
test "of a stream, which is stuck then" {
  given texts = [["1"], ["x"], ["2"]]
  expect s fails
  expect s.all == [[1]]
}
test "for another reason" {
  given texts = [["x"]]
  expect s fails "division"
}
test "that does not come" {
  given texts = [["1"]]
  expect s fails
  expect a fails
}
test "of another" {
  given texts = [["x"]]
  expect a fails
}
`);
    assert.equal(status, 1);
    assert.deepEqual(
      stdout.match(/(ok {3}|FAIL) .*|\^ .*|^ +(s|a\.r): .*/gm)?.map((line) => line.trim()),
      [
        "ok    of an agent",
        "FAIL  of an agent, unexpected",
        'a.r: this source has stopped, since an event cannot pass its wire: "x" is not a whole number (a.flow:6:21)',
        "ok    of a stream, which is stuck then",
        "FAIL  for another reason",
        's: "x" is not a whole number (a.flow:9:30)',
        "^ s has failed for another reason",
        "FAIL  that does not come",
        "^ s has not failed",
        "^ a has not failed",
        "FAIL  of another",
        's: "x" is not a whole number (a.flow:9:30)',
        "^ a has not failed",
      ],
    );
  });

  it("runs the tests of all files in a folder and below, and says nothing of those without any", async () => {
    const cwd = folder();
    for (const name of ["lib/deep", "node_modules", ".hidden", "none"]) mkdirSync(join(cwd, name), { recursive: true });
    const twice = 'pub fn twice(n: int): int = n * 2\ntest "twice" {\n  expect twice(1) == 2\n}\n';
    writeFileSync(join(cwd, "lib/deep/twice.flow"), twice);
    writeFileSync(join(cwd, "node_modules/other.flow"), "const");
    writeFileSync(join(cwd, ".hidden/other.flow"), "const");
    writeFileSync(join(cwd, "lib/one.flow"), "pub const one = 1\n");
    const main = 'import { twice } from "./lib/deep/twice.flow"\ntest "four" {\n  expect twice(2) == 4\n}\n';
    writeFileSync(join(cwd, "main.flow"), main);
    const all = await sluice(["test", ".", "main.flow"], { cwd });
    assert.equal(
      all.stdout,
      "lib/deep/twice.flow\n  ok    twice\nmain.flow\n  ok    four\n\n2 passed, 0 failed\n",
      all.stderr,
    );
    assert.equal((await sluice(["check", "."], { cwd })).status, 0);
    assert.equal((await sluice(["fmt", "--check", "lib"], { cwd })).status, 0);
    writeFileSync(join(cwd, "none/one.flow"), "pub const one = 1\n");
    assert.equal((await sluice(["test", "none"], { cwd })).stdout, "no tests\n");
    mkdirSync(join(cwd, "empty"));
    const empty = await sluice(["check", "empty"], { cwd });
    assert.deepEqual([empty.status, empty.stderr], [1, "sluice: empty: there is no .flow file in it\n"]);
  });

  it("compares the order where a stream has one", async () => {
    const { status, stdout } = await test(`
topic texts: string = embedded()
stream s every 1s {
  let counted = texts.countByValue()
  let best    = counted.top(2, by: (text, n) => n)
  let names   = best.map((text, n) => text)
  let again   = names.union(names)

  again -> print()
}
test "as it is" {
  given texts = [["b", "a", "b", "c", "c", "c"], ["a", "b"]]
  expect s.best == [[("c", 3), ("b", 2)], [("a", 1), ("b", 1)]]
  expect s.counted == [[("a", 1), ("c", 3), ("b", 2)], [("b", 1), ("a", 1)]]
  expect s.again == [["b", "b", "c", "c"], ["a", "a", "b", "b"]]
  expect s.names contains ["b", "c"]
}
test "another" {
  given texts = [["b", "a", "b", "c", "c", "c"], ["a", "b"]]
  expect s.names == [["b", "c"], ["a", "b"]]
  expect s.best == [[("c", 3), ("b", 2)], [("b", 1), ("a", 1), ("c", 1)]]
}
`);
    assert.equal(status, 1);
    assert.deepEqual(
      stdout.match(/(ok {3}|FAIL) .*|\^ .*|batch .*|[-+] .*/g)?.map((line) => line.trim()),
      [
        "ok    as it is",
        "FAIL  another",
        "^ the same elements, in another order",
        "batch 1",
        '- "b"',
        '- "c"',
        '+ "c"',
        '+ "b"',
        "^ not what was expected",
        "batch 2",
        '- ("c", 1)',
      ],
    );
  });

  it("runs only those whose name contains --filter", async () => {
    const text = `${words}
test "counts words" {
  given count.lines = [["a"]]
  expect count.counts == [[("a", 1)]]
}
test "is wrong" {
  expect count.counts == [[]]
}
`;
    assert.match((await test(text)).stdout, /\n1 passed, 1 failed\n$/);
    const one = await test(text, "--filter", "words");
    assert.equal(one.status, 0);
    assert.match(one.stdout, /\n1 passed, 0 failed\n$/);
    const none = await test(text, "--filter", "wrods");
    assert.equal(none.status, 1);
    assert.match(none.stdout, /no test whose name contains "wrods"/);
  });

  it("prints results as --json", async () => {
    const { status, stdout } = await test(
      `${words}
test "counts" {
  given count.lines = [["a"]]
  expect count.counts == [[("b", 1)]]
}
`,
      "--json",
    );
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(stdout), [
      {
        file: "a.flow",
        name: "counts",
        line: 9,
        column: 1,
        passed: false,
        failures: [
          {
            line: 11,
            column: 3,
            place: null,
            message: "not what was expected",
            differences: [{ batch: 1, missing: ['("b", 1)'], unexpected: ['("a", 1)'] }],
            observed: '[[("a", 1)]]',
            written: false,
          },
        ],
      },
    ]);
  });

  it("feeds an agent and sees its sinks, channels and rejects", async () => {
    const { status, stdout } = await test(`
topic numbers: int = kafka(brokers: "nowhere.invalid:9092")
topic rejects: string = embedded()

agent parse {
  source  r1 = netcat(port: 1)
  channel c1 = file()
  channel c2 = memory()
  sink    k1 = hdfs(path: "hdfs://nowhere.invalid/a")

  r1.filter(e => e.body != "") -> [c1, c2]
  c1.map(e => e.body.toInt() else -> rejects) -> numbers
  c2 -> k1
}
stream doubled every 1s {
  let twice = numbers.map(n => n * 2)

  twice -> print()
}

test "a line that is no number is rejected" {
  given parse.r1 = ["1", "x", "", "2", "1"]
  expect parse.c1 == ["1", "x", "2", "1"]
  expect parse.k1 == ["x", "1", "1", "2"]
  expect parse.k1 contains ["2", "x"]
  expect rejects == ["x"]
  expect numbers == [1, 2, 1]
  expect doubled.twice == [[2, 4, 2]]
}
test "a channel can be fed" {
  given parse.c1 = ["5"]
  given parse.c2 = ["6"]
  expect numbers == [5]
  expect parse.k1 == ["6"]
}
test "what is given to a topic was not sent there" {
  given numbers = [[3], [4]]
  expect numbers == []
  expect doubled.twice == [[6], [8]]
}
test "rejects are compared" {
  given parse.r1 = ["x", "y"]
  expect rejects == ["x"]
}
`);
    assert.match(stdout, /\n3 passed, 1 failed\n$/);
    assert.match(stdout, /expect rejects == \["x"\]\n[^\n]*\n {8}\+ "y"\n/);
    assert.equal(status, 1);
  });

  it("gives and sees events with their headers", async () => {
    const { status, stdout } = await test(`
topic rejects: string = embedded()

agent a {
  source  r = netcat(port: 1)
  channel c = memory()
  sink    k = logger()

  r.timestamp() -> route(e => e.headers["kind"] else "none") {
    "good" => c,
    else => drop,
  }
  c.map(e => \`\${e.body.toInt() else -> rejects}\`) -> k
}
stream s every 1s {
  let lines = socketText(host: "localhost", port: 1)
  let whys  = rejects.events().map(e => e.headers["reason"] else "?")

  lines.events().map(e => e.headers["n"] else "?") -> print()
  whys -> print()
}

test "headers" {
  let good = [("kind", "good")].toMap()

  given a.r.events() = [{ body: "1", headers: good }, { body: "x", headers: good }]
  given a.r = ["2"]
  given rejects.events() = [[{ body: "a", headers: [("reason", "so")].toMap() }]]
  given s.lines.events() = [[{ body: "a", headers: good }]]
  expect a.k == ["1"]
  expect a.c.events() == ["1", "x"].map(line => {
    body: line,
    headers: [("kind", "good"), ("timestamp", "1767225600000")].toMap(),
  })
  expect rejects.events() contains []
  expect s.whys == [["so", "\\"x\\" is not a whole number"]]
  expect a.k.events() == []
}
`);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /expect a\.k\.events\(\) == \[\]\n.*\n {8}\+ \{ body: "1", headers: \[\("kind", "good"\), \("timestamp", "\d+"\)\]\.toMap\(\) \}\n\n0 passed/,
    );
  });

  it("refuses events of what is computed, and of plain values", async () => {
    const { stderr } = await test(
      `${words}test "t" {\n  given count.counts.events() = []\n  expect count.lines.events() == []\n  expect [1].events() == []\n}\n`,
    );
    assert.deepEqual(stderr.match(/FLOW\d+/g), ["FLOW5015", "FLOW5015", "FLOW2005"]);
  });

  it("moves the clock for windows, also of what they slide by", async () => {
    const { status, stdout } = await test(`
topic words: string = embedded()

stream recent every 10s {
  let counts = words.map(word => (word, 1)).reduceByKeyAndWindow((a, b) => a + b, window: 1m, slide: 30s)

  counts -> print()
}

test "a word is forgotten after a minute" {
  given words = [["a"], ["b"]]
  advance 10s
  expect recent.counts == [[("a", 1), ("b", 1)]]
  advance 1m
  expect recent.counts == [[("a", 1), ("b", 1)], [("a", 1), ("b", 1)], []]
  given words = [["c"]]
  advance 20s
  expect recent.counts contains [("c", 1)]
}
test "every test starts fresh" {
  advance 30s
  expect recent.counts == [[]]
}
`);
    assert.equal(stdout, stdout.replace(/FAIL/, ""), stdout);
    assert.equal(status, 0);
  });

  it("fails when an operator is deleted", async () => {
    const text = readFileSync(sample("quickstart"), "utf8");
    const without = text.replace(/^ *\.filter\(.*\)\n/m, "");
    assert.notEqual(without, text);
    const { status, stdout } = await test(without);
    assert.equal(status, 1);
    assert.match(stdout, /batch 1\n {8}\+ \("\/b", 1\)/);
  });

  it("compares plain values, as the language writes them", async () => {
    const { status, stdout } = await test(`
type Visit = { at: timestamp, took: duration?, size: size, tags: string[] }

fn visit(tag: string): Visit = { at: @2026-01-01T00:00:00Z, took: 90s, size: 2KiB, tags: [tag] }

test "values" {
  let one = visit("a")
  expect one == visit("a")
  expect one.tags contains ["a"]
  expect visit("b") == one
}
`);
    assert.equal(status, 1);
    assert.match(stdout, /- \{ at: @2026-01-01T00:00:00Z, took: 90s, size: 2KiB, tags: \["a"\] \}/);
    assert.match(stdout, /\+ \{ at: @2026-01-01T00:00:00Z, took: 90s, size: 2KiB, tags: \["b"\] \}/);
  });

  it("runs parts that are called as something that every object has", async () => {
    const { status, stdout } = await test(`agent a {
  source  valueOf     = generate()
  channel toString    = memory()
  sink    constructor = discard()

  valueOf -> toString -> constructor
}
test "passes" {
  given a.valueOf = ["b"]
  expect a.constructor == ["b"]
}
`);
    assert.equal(status, 0, stdout);
  });

  it("makes the readers that only a test needs", async () => {
    const { status, stdout } = await test(`test "reads" { expect (parseJson<int[]>("[1]") else []) == [1] }\n`);
    assert.equal(status, 0, stdout);
  });

  it("fails with the place of a batch that fails", async () => {
    const { status, stdout } = await test(`${words.replace("(word, 1)", "(word, word.length * 9007199254740991)")}
test "too long" {
  given count.lines = [["ab"]]
  expect count.counts == [[]]
}
`);
    assert.equal(status, 1);
    assert.match(stdout, /count: .* is not an exact int.*\(a\.flow:4:\d+\)/);
  });

  it("needs values for params that what it tests is made of, and for no others", async () => {
    const text = `
param port: int
param least: int

stream long every 1s {
  let lines = socketText(host: "localhost", port: port)
  let kept  = lines.filter(line => line.length >= least)

  kept -> print()
}

test "short lines are left out" {
  given long.lines = [["a", "abc"]]
  expect long.kept == [["abc"]]
}
`;
    assert.match((await test(text, "--set", "least=2")).stdout, /\n1 passed, 0 failed\n$/);
    const without = await test(text);
    assert.equal(without.status, 2);
    assert.match(without.stderr, /param least has no value/);
  });

  it("says so when there are no tests, an error, or no file", async () => {
    const none = await test(words);
    assert.equal(none.stdout, "a.flow has no tests\n");
    assert.equal(none.status, 0);
    const broken = await test(words.replace("counts ->", "cuonts ->"));
    assert.equal(broken.status, 1);
    assert.match(broken.stderr, /a\.flow:6:3/);
    const computed = await test(
      `${words}test "t" {\n  given count.counts = [[("a", 1)]]\n  expect count.lines.count() == [[1]]\n}\n`,
    );
    assert.deepEqual(computed.stderr.match(/FLOW\d+/g), ["FLOW5015", "FLOW5015"]);
    assert.equal(existsSync("missing.flow"), false);
    assert.equal((await sluice(["test", "missing.flow"])).status, 1);
  });
});

/** Lines 1 to 7; a test begins in line 9. */
const words = `stream count every 10s {
  let lines  = socketText(host: "nowhere.invalid", port: 1)
  let counts = lines.flatMap(line => line.split(" "))
    .map(word => (word, 1)).reduceByKey((a, b) => a + b)

  counts -> print()
}
`;
