import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { frameOf } from "../../runtime/program/inspect/frames.ts";
import { eventually } from "../support/eventually.ts";
import { expectSchema } from "../support/json-schema.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `type Hit = { path: string, status: int, at: timestamp, size: size?, tags: Map<string, string>, raw: Json, pii owner: string? }

fn hit(n: int): Hit {
  return {
    path: \`/\${n}\`,
    status: n mod 7 == 0 ? 503 : 200,
    at: @2026-01-01T00:00:00Z,
    size: null,
    tags: [("n", \`\${n}\`)].toMap(),
    raw: asJson({ n: n, owner: "ann" }),
    owner: "ann",
  }
}

agent a {
  source r = generate(rate: 200)
  channel c = memory(capacity: 10_000)
  r.static("tenant", "acme").map(e => hit(e.body.length)) -> c -> discard()
}

stream s every 100ms {
  generate(rate: 50).count() -> files("counts")
}
`;

describe("sluice tap", function () {
  this.timeout(360_000);
  const folder = tempFolders();

  async function started(cwd: string, ...args: string[]) {
    writeFileSync(join(cwd, "a.flow"), program);
    const running = startSluice(["run", "a.flow", "--tap", ...args], { cwd });
    await running.sees(/started/, "stderr");
    await eventually(
      "it can be inspected",
      () => {
        const [dataDir = ".sluice"] = args.slice(args.indexOf("--data-dir") + 1);
        const where = args.includes("--data-dir") ? dataDir : join(cwd, ".sluice");
        return readdirSync(join(where, "run")).some((file) => file.endsWith(".json"));
      },
      60_000,
    );
    return running;
  }

  it("shows what passes sources, channels, sinks, inputs and outputs, by its type", async () => {
    const cwd = folder();
    const running = await started(cwd);
    const [note] = readdirSync(join(cwd, ".sluice/run")).filter((file) => file.endsWith(".json"));
    const { socket } = JSON.parse(readFileSync(join(cwd, ".sluice/run", note!), "utf8"));
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    assert.equal(statSync(join(cwd, ".sluice/run")).mode & 0o777, 0o700);

    const tap = (...args: string[]) => sluice(["tap", "a.flow", ...args], { cwd });
    const channel = await tap("a.c", "--limit", "2", "--json");
    expectSchema("tap", channel.stdout, { lines: true });
    assert.equal(channel.status, 0, channel.stderr);
    for (const line of channel.stdout.trim().split("\n")) {
      const { time, id, headers, body } = JSON.parse(line);
      assert.match(time, /^20\d\d-.*Z$/);
      assert.equal(id, "a.c");
      assert.deepEqual(headers, { tenant: "acme" });
      const n = Number(body.path.slice(1));
      assert.deepEqual(body, {
        path: `/${n}`,
        status: n % 7 === 0 ? 503 : 200,
        at: "2026-01-01T00:00:00.000Z",
        size: null,
        tags: { n: String(n) },
        raw: { n, owner: "***" },
        owner: "***",
      });
    }
    const failing = await tap(
      "a.c",
      "--where",
      'e.body.status >= 500 && e.headers["tenant"] == "acme" && e.body.owner == "ann"',
      "--limit",
      "3",
    );
    assert.equal(failing.status, 0, failing.stderr);
    assert.equal(failing.stdout.match(/"status":503/g)?.length, 3, failing.stdout);
    assert.doesNotMatch(failing.stdout, /"status":200|ann/);
    assert.match((await tap("a.r", "--limit", "1")).stdout, /^\d\d:\d\d:\d\d\.\d{3} \d+\..*\n$/);
    assert.match((await tap("a.discard", "--limit", "1")).stdout, /tenant=acme\n$/);
    assert.match((await tap("s.files", "--limit", "1")).stdout, / \d+ timestamp=\d+\n$/);
    assert.match((await tap("s.generate", "--limit", "1")).stdout, /GET|POST/);

    assert.match((await tap("a.k")).stderr, /nothing is called a\.k; did you mean a\.r\?; there are a\.r, a\.c/);
    assert.match((await tap("a.r.map", "--limit", "1")).stdout, /"status":\d+.*"owner":"\*\*\*".* tenant=acme\n$/);
    assert.match((await tap("a.r.static", "--limit", "1")).stdout, /(GET|POST).* tenant=acme\n$/);
    assert.match((await tap("s.generate.count", "--limit", "1")).stdout, / \d+ timestamp=\d+\n$/);
    const wrong = await tap("a.c", "--where", "e.body.statu > 3");
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /<where>:1:8/);
    const bare = await tap("a.c", "--where", "body.status > 3");
    assert.match(bare.stderr, /there is no `body` here[\s\S]*its body is `e\.body`/);
    running.child.kill("SIGINT");
    assert.equal((await running.ended).status, 0);
    assert.deepEqual(readdirSync(join(cwd, ".sluice/run")), []);
    assert.match((await tap("a.c")).stderr, /no running program a can be looked into.*--tap/);
  });

  it("shows of what a step gives the fields that are made, and says which", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "a.flow"),
      `type Hit = { path: string, status: int, note: string }
agent a {
  source r = generate(rate: 200)
  r.map(e => \`{"path":"/\${e.body.length}","status":\${400 + e.body.length mod 2 * 100},"note":"n"}\`)
    .map(e => parseJson<Hit>(e.body) else drop).filter(e => e.body.status >= 500).map(e => e.body.path) -> memory() -> discard()
}
`,
    );
    const running = startSluice(["run", "a.flow", "--tap"], { cwd });
    await running.sees(/started/, "stderr");
    const tap = (...args: string[]) => sluice(["tap", "a.flow", ...args], { cwd });
    const all = await tap("a.r.map2", "--limit", "3", "--where", "e.body.status >= 500");
    assert.equal(all.status, 0, all.stderr);
    assert.equal(all.stdout.match(/ \{"path":"\/\d+","status":500\}\n/g)?.length, 3, all.stdout);
    assert.match(
      all.stderr,
      /fields that nothing reads behind a\.r\.map2 are not made.*\{ path: string, status: int \}/,
    );
    const lacking = await tap("a.r.map2", "--where", 'e.body.note == "n"');
    assert.equal(lacking.status, 1);
    assert.match(lacking.stderr, /<where>:1:8/);
    running.child.kill("SIGINT");
    assert.equal((await running.ended).status, 0);
  });

  it("does not hold the program for a reader that does not read", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "a.flow"),
      'agent a {\n  seq(count: 500_000) -> memory(capacity: 10_000, transactionCapacity: 1000) -> files("out")\n}\n',
    );
    const running = startSluice(["run", "a.flow", "--tap"], { cwd });
    let note: string | undefined;
    await eventually(
      "it can be inspected",
      () => {
        const run = join(cwd, ".sluice/run");
        note = existsSync(run) ? readdirSync(run).find((file) => file.endsWith(".json")) : undefined;
        return note !== undefined;
      },
      60_000,
    );
    const { socket } = JSON.parse(readFileSync(join(cwd, ".sluice/run", note!), "utf8"));
    const deaf = connect(socket);
    await once(deaf, "connect");
    deaf.on("error", () => {});
    deaf.write(frameOf({ kind: "tap", id: "a.seq", rate: null }));
    await once(deaf, "data");
    deaf.pause();
    const { status, stderr } = await running.ended;
    assert.equal(status, 0, stderr);
    assert.match(stderr, /a\.files counted .*written=500000/);
    deaf.destroy();
  });

  it("finds a program whose data directory has a long name", async () => {
    const cwd = folder();
    const dataDir = join(cwd, "x".repeat(120));
    mkdirSync(dataDir);
    const running = await started(cwd, "--data-dir", dataDir);
    const { status, stdout } = await sluice(["tap", "a.flow", "a.c", "--limit", "1", "--data-dir", dataDir], { cwd });
    assert.equal(status, 0);
    assert.match(stdout, /"status"/);
    running.child.kill("SIGKILL");
    await running.ended;
    const again = await started(cwd, "--data-dir", dataDir);
    assert.equal(readdirSync(join(dataDir, "run")).filter((file) => file.endsWith(".json")).length, 1);
    again.child.kill("SIGINT");
    assert.equal((await again.ended).status, 0);
  });
});
