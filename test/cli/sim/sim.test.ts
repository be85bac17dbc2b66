import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quiet, scenarioOf } from "../../../cli/sim/scenario.ts";
import { trial } from "../../../cli/sim/trial.ts";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { simulated } from "./simulated.ts";

const program = (name: string) => fileURLToPath(new URL(`programs/${name}.flow`, import.meta.url));

describe("sluice sim", function () {
  this.timeout(300_000);
  const tempFolder = tempFolders();

  it("says of each output that its claim held, and how much went wrong", async () => {
    const { status: code, stdout } = await sluice(["sim", program("collect"), "--seeds", "8"]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^collect\.flow: 8 runs, \d+ crashes \([1-9]\d* of them power failures\), failures met: .*E/);
    assert.match(stdout, /held {4}follow\.out: loses nothing, may repeat \(100 lines\)/);
    assert.match(stdout, /held {4}listen\.out: loses nothing, may repeat \(100 lines\)/);
  });

  it("finds each line once in rolled files of a stream that does its batches again", async () => {
    const { status: code, stdout } = await sluice(["sim", program("once-hdfs"), "--seeds", "8"]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /held {4}write\.hdfs: loses nothing, repeats nothing \(100 lines\)/);
  });

  it("catches a sink that lies, and says what it takes and how to see it again", async () => {
    const { status: code, stdout } = await sluice(["sim", program("liar"), "--seeds", "40"]);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /FAILED {2}a1\.k1: loses nothing, may repeat/);
    assert.match(stdout, /lost: a1\.k1 lacks \d+ lines?, such as "a1\.r1 line \d+\.*…?"/);
    assert.match(stdout, /it takes:\n {4}(the power fails|the process is killed|at [\d.]+ s)/);
    const [, seed] = /see it again: sluice sim liar\.flow --seed (\d+) --trace/.exec(stdout) ?? [];
    const again = await sluice(["sim", program("liar"), "--seed", seed!, "--trace"]);
    assert.equal(again.status, 1);
    assert.match(again.stdout, /the program starts again/);
    assert.match(again.stdout, /lost: a1\.k1 lacks/);
  });

  it("proves what explain claims path by path, and refutes what does not hold", async () => {
    const proven = await sluice(["explain", program("collect"), "--prove", "--seeds", "4"]);
    assert.equal(proven.status, 0, proven.stderr);
    assert.match(proven.stdout, /\nproof by simulation\n/);
    assert.match(
      proven.stdout,
      /\n {2}held {5}atLeastOnce {2}logs -> .* -> out: 100 lines at follow\.out, over 4 runs, \d+ crashes and \d+ failed calls\n/,
    );
    const refuted = await sluice(["explain", program("liar"), "--prove", "--seeds", "40"]);
    assert.equal(refuted.status, 1, refuted.stdout);
    assert.match(refuted.stdout, /\n {2}FAILED {3}atLeastOnce {2}r1 -> c1 -> k1: /);
    assert.match(refuted.stdout, /\nsee it: sluice sim .*liar\.flow --seed \d+\n/);
  });

  it("counts what comes out of a group of sinks as one output, which claims what the group does", async () => {
    const { stdout, stderr } = await sluice(["sim", program("grouped"), "--seeds", "4"]);
    assert.match(stdout, /held {4}share\.out: loses nothing, may repeat \(100 lines\)/, stderr);
    assert.match(stdout, /held {4}write\.loadBalance: loses nothing, may repeat \(100 lines\)/);
  });

  it("claims of a topic what may happen on the way into it", async () => {
    const { text, components, baseline } = await simulated("handed-on");
    assert.deepEqual(components.map(({ component }) => component).slice(0, 2), ["embedded", "embedded"]);
    assert.deepEqual(Object.keys(text.parts.shown), ["hear.first", "pass.first", "pass.second", "take.second"]);
    assert.equal(baseline.claims.get("second")?.mayLose, true);
  });

  it("gives the same run for the same seed, to the byte", async () => {
    const { subject, baseline } = await simulated("topics");
    const traceOf = async (seed: number) => {
      const lines: string[] = [];
      await trial(subject, scenarioOf(seed, baseline), baseline, (line) => void lines.push(line));
      return createHash("sha256").update(lines.join("\n")).digest("hex");
    };
    const first = await traceOf(11);
    await traceOf(12);
    assert.equal(await traceOf(11), first);
  });

  it("tries what comes from servers and commands, and what goes over Kafka into HDFS", async () => {
    const wires = await sluice(["sim", program("wires"), "--seeds", "3"]);
    assert.match(wires.stdout, /held {4}hear\.out: may lose and repeat \(100 lines\)/, wires.stderr);
    assert.match(wires.stdout, /held {4}ask\.out: may lose and repeat \(100 lines\)/);
    const cluster = await sluice(["sim", program("cluster"), "--seeds", "6"]);
    assert.match(cluster.stdout, /failures met: .*(STANDBY|EPIPE|NOT_LEADER)/, cluster.stderr);
    assert.match(cluster.stdout, /held {4}shouts: loses nothing, may repeat \(100 lines\)/);
    assert.match(cluster.stdout, /held {4}keep\.out: loses nothing, may repeat \(100 lines\)/);
    const shared = await sluice(["sim", program("shared"), "--seeds", "4"]);
    assert.match(shared.stdout, /held {4}take\.out: loses nothing, may repeat \(100 lines\)/, shared.stderr);
  });

  it("damages what a program keeps and repairs it, which may cost what was damaged and no more", async () => {
    const { status: code, stdout, stderr } = await sluice(["sim", program("damage"), "--seeds", "6", "--damage"]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^damage\.flow: 6 runs, .*, [1-9]\d* records damaged\n/);
    const story = await sluice(["sim", program("damage"), "--seed", "2", "--damage", "--trace"]);
    assert.match(story.stdout, /a file is damaged \((rot|gone)\): \d+ records\n/);
    assert.match(story.stdout, /what the program keeps is repaired: /);
  });

  it("feeds a source whose files are anywhere on the machine", async () => {
    const flow = join(tempFolder(), "far.flow");
    writeFileSync(
      flow,
      `agent a1 {
        source  r1 = taildir(files: ["/var/log/app/*.log"])
        channel c1 = file()
        sink    k1 = files("out")

        r1 -> c1 -> k1
      }`,
    );
    const { stdout, stderr } = await sluice(["sim", flow, "--seed", "1"]);
    assert.match(stdout, /held {4}a1\.k1: loses nothing, may repeat \(100 lines\)/, stderr);
  });

  it("feeds a source with lines that tests give it, and names what no run has reached", async () => {
    const flow = join(tempFolder(), "given.flow");
    writeFileSync(
      flow,
      `agent a1 {
        source  r1 = taildir(files: ["/var/log/app/*.log"])
        channel c1 = file()
        sink    k1 = files("out")

        r1.filter(e => e.body == "17").map(e => \`\${e.body.toInt() else 0}\`) -> c1 -> k1
      }

      test "gives a line" {
        given a1.r1 = ["17"]
        expect a1.k1 == ["17"]
      }`,
    );
    const { stdout, stderr } = await sluice(["sim", flow, "--seed", "1"]);
    assert.match(stdout, /held {4}a1\.k1: loses nothing, may repeat \(1 lines\)/, stderr);
    assert.match(stdout, /fed {5}a1\.r1: every other line is one of the 1 that tests give it/);
    assert.match(
      stdout,
      /2 of 2 operators, 0 of 1 failure edges reached\n {2}not reached .*given\.flow:6:\d+ +else 0\n/,
    );
  });

  it("says that nothing was tried where nobody feeds the program", async () => {
    const flow = join(tempFolder(), "unfed.flow");
    writeFileSync(
      flow,
      `agent a1 {
        source  r1 = http(port: 8080)
        channel c1 = file()
        sink    k1 = files("out")

        r1 -> c1 -> k1
      }`,
    );
    const { status, stderr } = await sluice(["sim", flow]);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /nothing was tried: .* sim feeds taildir, lines, spooldir, netcat, syslog, socketText, exec, kafka, embedded, and not a1\.r1 \(http\)/,
    );
  });

  for (const [what, args, status, line] of [
    [
      "an input of no source",
      ["--input", `follow.out=${program("collect")}`],
      1,
      /^sluice: --input follow\.out: .*no source/,
    ],
    ["an input that is missing", ["--input", "follow.logs=no.log"], 2, /^sluice: --input follow\.logs=no\.log: ENOENT/],
    ["a param that the program does not have", ["--set", "x=1"], 1, /^sluice: .*\nerror: --set x: no such param/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status: code, stderr } = await sluice(["sim", program("collect"), ...args]);
      assert.equal(code, status, stderr);
      assert.match(stderr, line);
    });
  }

  it("wants a seed for a story", async () => {
    assert.equal((await sluice(["sim", program("collect"), "--trace"])).status, 2);
  });

  it("tells the stories of several seeds", async () => {
    const { stdout } = await sluice(["sim", program("collect"), "--seed", "3", "--seeds", "2", "--trace"]);
    assert.deepEqual(stdout.match(/^seed \d+$/gm), ["seed 3", "seed 4"]);
    assert.equal(stdout.match(/the program is asked to stop/g)?.length, 2);
  });

  it("finds nothing in a run in which nothing goes wrong", async () => {
    const { subject, baseline } = await simulated("topics");
    assert.deepEqual((await trial(subject, quiet(3), baseline)).violations, []);
  });
});
