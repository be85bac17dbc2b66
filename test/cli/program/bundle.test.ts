import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { diskHost } from "../../../cli/disk-host.ts";
import { type Bundle, bundle } from "../../../cli/program/bundle.ts";
import { compile } from "../../../compiler/compile.ts";
import { type Running, type StartOptions, start } from "../../support/process.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const newFolder = tempFolders();

async function bundled(folder: string, text: string, name = "program"): Promise<Bundle> {
  const entry = join(folder, `${name}.flow`);
  writeFileSync(entry, text);
  const { analysis, output } = await compile(diskHost(), entry);
  assert.ok(output, JSON.stringify(analysis.diagnostics));
  return bundle(output, entry);
}

/** Runs a program in a folder where there is nothing but it. */
function run(
  { code, sourceMap }: Bundle,
  folder: string,
  args: readonly string[],
  options: StartOptions = {},
): Running {
  writeFileSync(join(folder, "program.mjs.map"), sourceMap);
  writeFileSync(join(folder, "program.mjs"), `${code}//# sourceMappingURL=program.mjs.map\n`);
  return start(process.execPath, [join(folder, "program.mjs"), ...args], { cwd: folder, ...options });
}

describe("bundle", () => {
  it("runs word count on what a server sends", async () => {
    const program = `
      param interval: duration = 15s
      param port: int
      stream wordCount every interval {
        let lines  = socketText(host: "localhost", port: port)
        let counts = lines.flatMap(line => line.split(" ")).map(word => (word, 1)).reduceByKey((x, y) => x + y)
        counts -> print()
      }`;
    const clients = new Set<Socket>();
    const server = createServer((client) => {
      clients.add(client.on("error", () => {}));
      client.write("to be or not to be\n");
    }).listen(0, "localhost");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const built = await bundled(newFolder(), program, "word-count");
      const running = run(built, newFolder(), ["--set", "interval=200ms", "--set", `port=${port}`]);
      await running.sees(/\('to', 2\)\n\('be', 2\)\n\('or', 1\)\n\('not', 1\)\n/);
      assert.equal((await running.stop()).status, 0);
    } finally {
      for (const client of clients) client.destroy();
      server.close();
    }
  });

  it("sends what fails to the rejects, with the reason and the place, and goes on", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "numbers.txt"), "1\ntwo\n3\n");
    const program = `
topic rejects: string = embedded()

agent collect {
  source numbers = lines("${join(folder, "numbers.txt")}")
  channel mem    = memory()

  numbers.map(e => e.body.toInt() else -> rejects).map(e => e.body * 10) -> mem -> print()
}

stream rejected every 100ms {
  let all = rejects.from("earliest").events()

  all.map(e => \`\${e.body}: \${e.headers["reason"] else ""} at \${e.headers["place"] else ""}\`) -> print()
}`;
    const running = run(await bundled(newFolder(), program), newFolder(), []);
    await running.sees(/^10\n30\n/m);
    await running.sees(/^two: .*two.* at program\.flow:8:27$/m);
    assert.equal((await running.stop()).status, 0);
  });

  it("says where in the .flow file a step threw, by its own report and in the stack", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "lines.txt"), "abc\n");
    const program = `stream boom every 100ms {
  let lengths = lines("${join(folder, "lines.txt")}").map(line => line.length)

  lengths
    .filter(n => n > 0)
    .map(n => n * 9_007_199_254_740_991) -> print()
}`;
    const built = await bundled(folder, program, "boom");
    const reported = await run(built, newFolder(), []).ended;
    assert.equal(reported.status, 1);
    assert.match(reported.stderr, /not an exact int.*boom\.flow:6:15/);

    const stack = `try { batchOf(); } catch (error) { console.log(error.stack); }`;
    const code = `${built.code.replace(/await run\(/, "const batchOf = () => boom.batch({ lines: [{ body: 'abc' }] }, { print: [] });\n//(")}\n${stack}\n`;
    const traced = await run({ ...built, code }, newFolder(), [], { env: { NODE_OPTIONS: "--enable-source-maps" } })
      .ended;
    assert.match(traced.stdout, /boom\.flow:6:15/);
  });

  it("is not ended by a signal when all has ended already", async () => {
    const folder = newFolder();
    writeFileSync(
      join(folder, "late.ts"),
      'process.once("beforeExit", () => process.kill(process.pid, "SIGINT"));\nexport const late = (text: string) => text;\n',
    );
    writeFileSync(join(folder, "x.txt"), "ab\n");
    const program = `extern fn string.late(): string from "./late.ts"
stream s every 100ms { lines("${join(folder, "x.txt")}").map(line => line.late()) -> print() }`;
    const { status, stderr } = await run(await bundled(folder, program), newFolder(), ["--batches", "1"]).ended;
    assert.equal(status, 0);
    assert.match(stderr, /ended\n$/);
  });

  it("takes in the user's own TypeScript, and says which", async () => {
    const folder = newFolder();
    const path = join(folder, "twice.ts");
    writeFileSync(
      path,
      'import { Failure } from "sluice/runtime";\nexport const twice = (text: string): string | Failure => text + text;\n',
    );
    writeFileSync(join(folder, "x.txt"), "ab\n");
    const program = `extern fn string.twice(): string! from "./twice.ts"
stream s every 100ms { lines("${join(folder, "x.txt")}").map(line => line.twice() else drop) -> print() }`;
    const built = await bundled(folder, program);
    assert.deepEqual([...built.inputs.keys()], [path]);
    const running = run(built, newFolder(), []);
    await running.sees(/^abab$/m);
    assert.equal((await running.stop()).status, 0);
  });

  it("rejects with the place of a mistake in the user's TypeScript", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "broken.ts"), "export const broken = ;\n");
    const program = `extern fn string.broken(): string from "./broken.ts"
stream s every 1s { lines("/x").map(line => line.broken()) -> print() }`;
    await assert.rejects(bundled(folder, program), /broken\.ts:1:23/);
  });

  it("holds no connector that the program does not use", async () => {
    const { code, sourceMap, inputs } = await bundled(newFolder(), 'stream s every 1s { lines("/x") -> print() }');
    const sources = (JSON.parse(sourceMap).sources as string[]).join("\n");
    assert.match(sources, /stdlib\/print\/print\.[tj]s/);
    assert.doesNotMatch(sources, /kafka|hdfs|webhdfs|stdlib\/netcat|stdlib\/exec/);
    assert.doesNotMatch(code, /__require/);
    assert.equal(inputs.size, 0);
  });

  it("runs client libraries that are no ES modules", async () => {
    const program = `topic words: string = kafka(brokers: "localhost:1")
stream s every 1s { words -> print() }`;
    const ended = await run(await bundled(newFolder(), program), newFolder(), ["--for", "1s"]).ended;
    assert.doesNotMatch(ended.stderr, /Dynamic require|SyntaxError|ReferenceError/);
    assert.match(ended.stderr, /words/);
  });

  it("leaves nothing beside the program", async () => {
    const folder = newFolder();
    await bundled(folder, 'stream s every 1s { lines("/x") -> print() }');
    assert.equal(existsSync(join(folder, "program.mjs")), false);
  });
});
