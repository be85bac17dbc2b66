import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { isAbsolute, join } from "node:path";
import { start } from "../support/process.ts";
import { root, sample, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const samples = readdirSync(join(root, "samples"));

describe("sluice build", function () {
  this.timeout(60_000);
  const folder = tempFolders();

  it("writes TypeScript and a program, each with its source map, and names them", async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await sluice(["build", sample("quickstart"), "-o", "out/deep"], { cwd });
    assert.deepEqual([status, stderr], [0, ""]);
    const expected = ["quickstart.ts", "quickstart.ts.map", "quickstart.mjs.map", "quickstart.mjs"];
    assert.deepEqual(stdout, expected.map((name) => `out/deep/${name}\n`).join(""));
    for (const name of expected) assert.ok(existsSync(join(cwd, "out/deep", name)), name);
  });

  it("writes a program that runs from an empty folder with Node alone", async () => {
    const cwd = folder();
    await sluice(["build", sample("quickstart"), "-o", "out"], { cwd });
    const empty = folder();
    copyFileSync(join(cwd, "out/quickstart.mjs"), join(empty, "quickstart.mjs"));
    const env = { PATH: "", NODE_PATH: undefined, NODE_OPTIONS: undefined, HOME: empty };
    const run = await start(process.execPath, ["quickstart.mjs", "--batches", "2"], { cwd: empty, env }).ended;
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^\('\/.*', \d+\)$/m);
  });

  it("leaves connectors, streams and topics out that the program does not use", async () => {
    const cwd = folder();
    await sluice(["build", sample("netcat-logger"), "-o", "."], { cwd });
    const code = readFileSync(join(cwd, "netcat-logger.mjs"), "utf8");
    const connectors = ["kafkajs", "webhdfs", "taildir", "ts-morph"];
    const ofStreamsAndTopics = ["StreamRun", "BatchComputer", "KeptState", "SegmentLog"];
    for (const absent of [...connectors, ...ofStreamsAndTopics]) assert.ok(!code.includes(absent), absent);
    // What decodes JSON, and what watches ambiguous expressions, is for programs that have some.
    for (const absent of ["Misfit", "BoundedRegExp"]) assert.ok(!code.includes(absent), absent);
    // The paths of the modules, in comments, are those of this machine.
    const { length } = code.replace(/^\/\/ .*\n/gm, "");
    // What a start would lose of what an earlier program has kept is asked by every program: 9,400 of them. Routes between
    // the sinks of a channel are 800. SIGHUP, parts that take no event and data directories that cannot be used are 430.
    // What a param has to be, which a start asks, and where its value is from, are 1,370. The bytes that a channel in memory
    // may hold are 2,300, and what runs behind the writers of its topics is 2,400. Saying that nothing is
    // left to wait for is 960. How long something has failed, fields of lines of the log that have names of its own, and what
    // Node warns of are 1,800.
    assert.ok(length < 156_000, `${length} characters`);
  });

  it("leaves the client of a cluster out of a program that writes to this machine alone", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "in.txt"), "a\nb\n");
    writeFileSync(
      join(cwd, "disk.flow"),
      `agent a1 { lines("in.txt") -> memory() -> hdfs("file://${cwd}/out", filePrefix: "f", rollInterval: 0s) }\n`,
    );
    await sluice(["build", "disk.flow", "-o", "."], { cwd });
    const code = readFileSync(join(cwd, "disk.mjs"), "utf8");
    assert.ok(Buffer.byteLength(code) < 400_000, `${Buffer.byteLength(code)} bytes`);
    assert.doesNotMatch(code, /webhdfs\/v1/);
    const run = await start(process.execPath, ["disk.mjs"], { cwd }).ended;
    assert.equal(run.status, 0, run.stderr);
    const [name] = readdirSync(join(cwd, "out"));
    assert.equal(readFileSync(join(cwd, "out", name!), "utf8"), "a\nb\n");
  });

  it("writes TypeScript of every sample that tsc accepts in its strict mode", async () => {
    const cwd = folder();
    for (const name of samples) assert.equal((await sluice(["build", sample(name), "-o", "."], { cwd })).status, 0);
    mkdirSync(join(cwd, "node_modules"));
    symlinkSync(root, join(cwd, "node_modules/sluice"));
    symlinkSync(join(root, "node_modules/@types"), join(cwd, "node_modules/@types"));
    writeFileSync(join(cwd, "package.json"), '{ "type": "module" }\n');
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--types", "node"];
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const files = samples.map((name) => `${name}.ts`);
    const { status, stdout } = await start(process.execPath, [tsc, ...options, ...files], { cwd }).ended;
    assert.equal(stdout, "");
    assert.equal(status, 0);
  });

  it("writes a package.json that starts the program", async () => {
    const cwd = folder();
    await sluice(["build", sample("quickstart"), "-o", "out", "--package"], { cwd });
    const manifest = JSON.parse(readFileSync(join(cwd, "out/package.json"), "utf8"));
    assert.equal(manifest.scripts.start, "node quickstart.mjs");
    assert.equal(manifest.type, "module");
  });

  it("names the user's own files from the folder that it writes to", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "flows/lib"), { recursive: true });
    writeFileSync(join(cwd, "flows/lib/twice.ts"), "export const twice = (text: string): string => text + text;\n");
    writeFileSync(
      join(cwd, "flows/lib/twice.flow"),
      'pub extern fn string.twice(): string from "./twice.ts"\npub fn both(s: string): string = s.twice()\n',
    );
    writeFileSync(
      join(cwd, "flows/a.flow"),
      'import { both } from "./lib/twice.flow"\nstream s every 1s { lines("x.txt").map(line => both(line)) -> print() }\n',
    );
    writeFileSync(join(cwd, "x.txt"), "ab\n");
    // A link on the way must not lead the paths astray.
    mkdirSync(join(cwd, "somewhere/else"), { recursive: true });
    symlinkSync(join(cwd, "somewhere/else"), join(cwd, "out"));
    const { status, stderr } = await sluice(["build", "flows/a.flow", "-o", "out/deep"], { cwd });
    assert.equal(status, 0, stderr);
    const written = join(realpathSync(join(cwd, "out")), "deep");
    const typescript = readFileSync(join(written, "a.ts"), "utf8");
    const [, module = ""] = /from "(\..*)";/.exec(typescript) ?? [];
    assert.equal(module, "../../../flows/lib/twice.ts");
    for (const name of ["a.ts.map", "a.mjs.map"]) {
      const sources: string[] = JSON.parse(readFileSync(join(written, name), "utf8")).sources;
      assert.ok(sources.includes("../../../flows/lib/twice.flow"), name);
      for (const source of sources) {
        assert.ok(!isAbsolute(source) && existsSync(join(written, source)), source);
      }
    }
    const run = await start(process.execPath, [join(written, "a.mjs")], { cwd }).ended;
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^abab$/m);
  });

  it("writes nothing of a program with errors", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), readFileSync(sample("netcat-logger"), "utf8").replace("logger()", "loger()"));
    const { status, stdout, stderr } = await sluice(["build", "a.flow", "-o", "out"], { cwd });
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /`loger`/);
    assert.ok(!existsSync(join(cwd, "out")));
  });

  it("ends with 2 when nobody says where to", async () => {
    const { status, stderr } = await sluice(["build", sample("quickstart")]);
    assert.equal(status, 2);
    assert.match(stderr, /say where to with -o DIR/);
  });

  it("ends with 1 and one line when it cannot write there", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "taken"), "");
    const { status, stderr } = await sluice(["build", sample("quickstart"), "-o", "taken/out"], { cwd });
    assert.equal(status, 1);
    // Which of the two Node names depends on its version; the file that is in the way is in both.
    assert.match(stderr, /^sluice: taken(\/out)?: .*\n$/);
  });

  it("comes to an end where the system makes no folder, as below /proc of Linux", async function () {
    if (!existsSync("/proc/self")) this.skip();
    const { status, stderr } = await sluice(["build", sample("quickstart"), "-o", "/proc/sluice"]);
    assert.equal(stderr, "sluice: /proc/sluice: ENOENT: no such file or directory\n");
    assert.equal(status, 1);
  });

  it("ends with 1 and a frame for each fault when a module of the user's own is missing or broken", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "a.flow"),
      `extern source mine(): string
  delivers forgetful
  from "./mine.ts"

agent a1 {
  mine() -> memory() -> logger()
}
`,
    );
    const missing = await sluice(["build", "a.flow", "-o", "out"], { cwd });
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /^error\[FLOW4010\]: there is no module "\.\/mine\.ts"\n --> a\.flow:3:8\n/);
    writeFileSync(join(cwd, "mine.ts"), "export function mine( {\n");
    const broken = await sluice(["build", "a.flow", "-o", "out"], { cwd });
    assert.equal(broken.status, 1);
    assert.match(broken.stderr, /^error\[FLOW40\d\d\]: .*\n --> a\.flow:3:8\n(.*\n)* --> mine\.ts:/);
  });
});
