import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { expectSchema } from "../support/json-schema.ts";
import type { Ended } from "../support/process.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** A sink that refuses lines with an x, and a step that fails at lines with a y, until there is a file `mended`. */
const picky = `import { appendFileSync, existsSync } from "node:fs";
import { RejectedEventError, type Sink } from "sluice/runtime";

export function picky({ path }: { readonly path: string }): Sink<string> {
  return {
    batchSize: 10,
    async open() {},
    async write(events) {
      const refused = [...events.keys()].filter((index) => events[index]!.body.includes("X"));
      if (refused.length > 0 && !existsSync("mended")) throw new RejectedEventError("has an x", refused);
      appendFileSync(path, events.map(({ body, headers }) => body + (headers.get("host") ?? "") + "\\n").join(""));
      if (existsSync("crash")) process.kill(process.pid, "SIGKILL");
    },
    async close() {},
  };
}

export function checked(line: string): string {
  if (line.includes("y") && !existsSync("mended")) throw new Error("has a y");
  return line.toUpperCase();
}
`;

/** `dead` is what the letters go to; `more` follows the agent. */
const program = (
  dead: string,
  more = "",
) => `extern sink picky(path: string): string delivers confirmed batches 10 from "./picky.ts"
extern fn checked(line: string): string from "./picky.ts"

${dead}

agent shop {
  source  src = lines("in.txt")
  channel mem = memory(capacity: 100)
  sink    out = picky(path: "out.txt")

  src.static("host", "-web1") -> mem
  mem.map(e => checked(e.body)) -> out else -> dead
}
${more}`;

const topic = program("topic dead: string = embedded()");

describe("sluice dead", function () {
  this.timeout(300_000);
  const folder = tempFolders();

  function written(flow: string, lines: readonly string[]): string {
    const cwd = folder();
    writeFileSync(join(cwd, "picky.ts"), picky);
    writeFileSync(join(cwd, "shop.flow"), flow);
    writeFileSync(join(cwd, "in.txt"), lines.map((line) => `${line}\n`).join(""));
    return cwd;
  }

  async function ran(flow: string, lines: readonly string[]): Promise<string> {
    const cwd = written(flow, lines);
    const { status, stderr } = await sluice(["run", "shop.flow"], { cwd });
    assert.equal(status, 0, stderr);
    return cwd;
  }

  const dead = (cwd: string, action: string, ...more: string[]): Promise<Ended> =>
    sluice(["dead", action, "shop.flow", ...more], { cwd });

  async function jsonOf(cwd: string, action: string, ...more: string[]) {
    const { status, stdout, stderr } = await dead(cwd, action, "--json", ...more);
    assert.equal(status, 0, stderr);
    expectSchema("dead", stdout, { lines: action === "show" });
    return JSON.parse(stdout);
  }

  const out = (cwd: string) => readFileSync(join(cwd, "out.txt"), "utf8").split("\n").slice(0, -1).sort();

  it("lists and shows them, and sends them again over their arrow: once", async () => {
    const cwd = await ran(topic, ["a", "bx", "cy", "d", "ex"]);
    assert.deepEqual(out(cwd), ["A-web1", "D-web1"]);
    const [refused, failed, ...more] = await jsonOf(cwd, "list");
    assert.deepEqual(more, []);
    const none = { holder: "dead", edge: "shop.mem -> out", undecided: 0, replayed: 0, dropped: 0 };
    const { oldest, newest, ...row } = refused;
    assert.ok(oldest <= newest && Date.now() - newest < 300_000);
    assert.deepEqual([row.waiting, failed.waiting].sort(), [1, 2]);
    assert.equal(row.edge, none.edge);

    const { stdout } = await dead(cwd, "show", "--json");
    const letters = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      letters.map(({ body, reason, tries, headers: { host }, id }) => [body, reason, tries, host, id]).sort(),
      [
        ["BX", "has an x", 1, "-web1", "dead/0/1"],
        ["EX", "has an x", 1, "-web1", "dead/0/2"],
        ["cy", "has a y", 1, "-web1", "dead/0/0"],
      ],
    );
    const shown = await dead(cwd, "show", "dead", "--id", "dead/0/0");
    assert.match(
      shown.stdout,
      /^dead\/0\/0 {2}20\S+Z {2}1 try\n {2}reason {3}has a y\n {2}at {7}shop\.flow:\S+, shop\.mem -> out\n/,
    );
    assert.match(shown.stdout, / {2}headers .*host=-web1.*\n {2}body {5}cy\n$/);

    // Nothing is mended: what is sent falls out again, and is another letter.
    assert.deepEqual(await jsonOf(cwd, "replay", "--id", "dead/0/1"), { sent: 1, undecided: 0, staying: {} });
    const again = await jsonOf(cwd, "show", "--id", "dead/0/3");
    assert.deepEqual([again.body, again.replays, again.tries], ["BX", 1, 1]);

    writeFileSync(join(cwd, "mended"), "");
    const sent = await dead(cwd, "replay");
    assert.equal(sent.stdout, "3 letters sent again\n", sent.stderr);
    assert.deepEqual(out(cwd), ["A-web1", "BX-web1", "CY-web1", "D-web1", "EX-web1"]);
    assert.equal((await dead(cwd, "replay")).stdout, "0 letters sent again\n");
    assert.equal(out(cwd).length, 5);
    assert.match(
      (await dead(cwd, "list")).stdout,
      /^in +edge +waiting +sent again +dropped +oldest +last reason\n(dead +shop\.mem -> out +0 +\d +0 .*\n)+$/,
    );
    assert.equal((await dead(cwd, "show", "--all")).stdout.match(/ {2}replayed\n/g)?.length, 4);
  });

  it("drops those that it is told to, and no other", async () => {
    const cwd = await ran(topic, ["ax", "bx", "cx"]);
    assert.equal((await dead(cwd, "drop")).status, 2);
    assert.equal((await dead(cwd, "drop", "--id", "dead/0/1")).stdout, "1 letter dropped\n");
    writeFileSync(join(cwd, "mended"), "");
    assert.equal((await dead(cwd, "replay", "--limit", "1")).stdout, "1 letter sent again\n");
    assert.deepEqual(out(cwd), ["AX-web1"]);
    const [{ waiting, replayed, dropped }] = await jsonOf(cwd, "list");
    assert.deepEqual([waiting, replayed, dropped], [1, 1, 1]);
  });

  it("reads files that have headers, and says of others why it cannot", async () => {
    const files = (format: string) =>
      program("").replace("  src.static", `  sink    dead = files("dead", format: "${format}")\n\n  src.static`);
    const cwd = await ran(files("event"), ["a", 'b"\\x', "cy"]);
    assert.deepEqual(
      (await jsonOf(cwd, "list")).map((row: { holder: string; waiting: number }) => [row.holder, row.waiting]),
      [
        ["shop.dead", 1],
        ["shop.dead", 1],
      ],
    );
    writeFileSync(join(cwd, "mended"), "");
    assert.equal((await dead(cwd, "replay")).stdout, "2 letters sent again\n");
    assert.deepEqual(out(cwd), ["A-web1", 'B"\\X-web1', "CY-web1"]);
    assert.equal((await dead(cwd, "replay")).stdout, "0 letters sent again\n");
    const without = await ran(files("text"), ["ax"]);
    const listed = await dead(without, "list");
    assert.equal(listed.stdout, "no dead letters\n");
    assert.match(listed.stderr, /the letters in shop\.dead cannot be read: .*`format: "event"`/);
  });

  it("says of a program that only rejects at its steps where that goes", async () => {
    const rejecting = (target: string, declared: string) => `topic numbers: int = embedded()
${declared}
agent shop {
  source  src = lines("in.txt")
  channel mem = memory(capacity: 100)

  src.map(e => e.body.toInt() else -> ${target}) -> mem -> numbers
}

stream shown every 1s {
  numbers.map(n => (n * n) else -> ${target}) -> print()
}
`;
    const cwd = written(rejecting("rejects", "topic rejects: string = embedded()"), []);
    const { status, stderr } = await dead(cwd, "list");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /no `else -> …` behind a target; what its steps reject is in rejects, and is not sent again$/m,
    );
    const none = written("agent shop {\n  netcat(port: 0) -> memory() -> print()\n}\n", []);
    assert.match((await dead(none, "list")).stderr, /^sluice: the program has no `else -> …` behind a target$/m);
  });

  it("sends what an output of a stream has refused, decoded by its type", async () => {
    const stream = `extern sink rows(path: string): Row delivers confirmed batches 10 from "./rows.ts"

type Row = { pii name: string, raw: Json, at: timestamp }

topic dead: string = embedded()

stream s every 100ms {
  lines("in.txt").map(line => { name: line, raw: asJson({ n: 1 }), at: @2026-01-01T00:00:00Z }) -> rows(path: "out.txt") else -> dead
}
`;
    const cwd = written(stream, ["a", "bx"]);
    writeFileSync(
      join(cwd, "rows.ts"),
      `import { appendFileSync, existsSync } from "node:fs";
import { type Json, RejectedEventError, type Sink } from "sluice/runtime";

interface Row { readonly name: string; readonly raw: Json; readonly at: number }

export function rows({ path }: { readonly path: string }): Sink<Row> {
  return {
    batchSize: 10,
    async open() {},
    async write(events) {
      const refused = [...events.keys()].filter((index) => events[index]!.body.name.includes("x"));
      if (refused.length > 0 && !existsSync("mended")) throw new RejectedEventError("has an x", refused);
      appendFileSync(path, events.map(({ body: { name, raw, at } }) => \`\${name} \${raw.text} \${at}\\n\`).join(""));
    },
    async close() {},
  };
}
`,
    );
    const { status, stderr } = await sluice(["run", "shop.flow"], { cwd });
    assert.equal(status, 0, stderr);
    const [row] = await jsonOf(cwd, "list");
    assert.deepEqual([row.edge, row.waiting], ["s -> rows", 1]);
    const { body } = await jsonOf(cwd, "show");
    assert.deepEqual(JSON.parse(body), { name: "***", raw: { n: 1 }, at: "2026-01-01T00:00:00.000Z" });
    assert.equal((await dead(cwd, "replay")).stdout, "1 letter sent again\n");
    assert.equal((await jsonOf(cwd, "list"))[0].waiting, 1);
    writeFileSync(join(cwd, "mended"), "");
    const sent = await dead(cwd, "replay");
    assert.equal(sent.stdout, "1 letter sent again\n", sent.stderr);
    assert.deepEqual(out(cwd), ['a {"n":1} 1767225600000', 'bx {"n":1} 1767225600000']);
  });

  it("sends them into a running program, repeats what a kill left undecided, and says so", async () => {
    const cwd = written(
      program("topic dead: string = embedded()", "agent stay { generate(rate: 1) -> memory() -> discard() }\n"),
      ["ax", "by", "c"],
    );
    const start = async (...args: string[]) => {
      const running = startSluice(["run", "shop.flow", ...args], { cwd });
      await running.sees(/started/, "stderr");
      return running;
    };
    const running = await start("--tap");
    await eventually("both letters are there", async () => {
      const rows: { waiting: number }[] = await jsonOf(cwd, "list");
      return rows.reduce((sum, { waiting }) => sum + waiting, 0) === 2;
    });
    writeFileSync(join(cwd, "mended"), "");
    assert.equal((await dead(cwd, "replay", "--limit", "1")).stdout, "1 letter sent again\n");
    assert.equal(out(cwd).length, 2);

    writeFileSync(join(cwd, "crash"), "");
    const killed = await dead(cwd, "replay");
    assert.equal(killed.status, 1, killed.stdout);
    assert.match(killed.stderr, /has ended before it answered; up to 100 letters may have arrived/);
    assert.equal((await running.ended).signal, "SIGKILL");
    rmSync(join(cwd, "crash"));
    const rows: { undecided: number }[] = await jsonOf(cwd, "list");
    assert.equal(
      rows.reduce((sum, { undecided }) => sum + undecided, 0),
      1,
    );

    // A program that nobody can look into keeps its topic: nothing is sent past it.
    const without = await start();
    const refused = await dead(cwd, "replay");
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /in use by process \d+; stop it, or start it with --tap/);
    await without.stop();
    const lines = out(cwd).length;

    writeFileSync(join(cwd, "crash"), "");
    const inside = await dead(cwd, "replay");
    assert.equal(inside.signal, "SIGKILL");
    rmSync(join(cwd, "crash"));
    const sent = await dead(cwd, "replay");
    assert.equal(sent.stdout, "1 letter sent again; 1 of them may have arrived before, since a replay was cut short\n");
    assert.equal((await dead(cwd, "replay")).stdout, "0 letters sent again\n");
    // Twice where the process was killed behind the write, once where it was not.
    assert.equal(out(cwd).length, lines + 2);
    assert.ok(existsSync(join(cwd, ".sluice/dead/dead.json")));
  });
});
