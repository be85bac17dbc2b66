import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { diskHost } from "../../cli/disk-host.ts";
import { compile } from "../../compiler/compile.ts";
import { sample, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice test --coverage", function () {
  this.timeout(20_000);
  const folder = tempFolders();

  /** Runs `test`, in a file that imports another. */
  async function coverage(test: string, ...args: string[]) {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), `${program}${test}`);
    writeFileSync(join(cwd, "lib.flow"), lib);
    return await sluice(["test", "a.flow", "--coverage", ...args], { cwd });
  }

  it("names every operator, case and failure edge that no test reached, with its place", async () => {
    const { status, stdout } = await coverage('test "nothing" {\n  expect 1 == 1\n}\n');
    assert.equal(status, 0, stdout);
    assert.equal(
      stdout.slice(stdout.indexOf("coverage of")),
      `coverage of a.flow: 0 of 11 operators, 0 of 3 cases of routes, 0 of 5 failure edges reached
  not reached  a.flow:13:6    operator timestamp
  not reached  a.flow:13:18   operator map
  not reached  a.flow:13:42   else -> rejects
  not reached  a.flow:14:5    case "low", "mid"
  not reached  a.flow:15:5    case "high"
  not reached  a.flow:16:5    case else
  not reached  a.flow:18:6    operator map
  not reached  a.flow:23:22   operator events
  not reached  a.flow:23:31   operator map
  not reached  a.flow:23:55   else fail
  not reached  a.flow:24:19   operator filter
  not reached  a.flow:24:61   else drop
  not reached  a.flow:25:19   operator union
  not reached  a.flow:25:31   operator map
  not reached  a.flow:25:54   operator reduceByKey
  not reached  a.flow:25:95   else 0
  not reached  a.flow:27:8    operator top
  not reached  a.flow:28:8    operator count
  not reached  lib.flow:1:60  else 0

1 passed, 0 failed
`,
    );
  });

  it("joins what several tests reach", async () => {
    const tests = `test "agent" {
  given split.r1 = ["x", "1", "7", "2"]
  expect rejects == ["x"]
}
test "lib" {
  expect levelOf("x") == "none"
}
test "stream" {
  given numbers = [["8", "44"]]
  expect sums.some == [[8]]
}
`;
    const { status, stdout } = await coverage(tests);
    assert.equal(status, 0, stdout);
    // What fails fails its test: no test that passes gets there. And nothing here makes a number too long.
    assert.match(
      stdout,
      /11 of 11 operators, 3 of 3 cases of routes, 3 of 5 failure edges reached\n.*a\.flow:23:55 +else fail\n.*a\.flow:25:95 +else 0\n\n/,
    );
    const one = await coverage(tests, "--filter", "lib");
    assert.match(one.stdout, /0 of 11 operators, 0 of 3 cases of routes, 1 of 5 failure edges reached\n/);
  });

  it("counts an operator that is given the whole batch only where there is something in it", async () => {
    const { stdout } = await coverage('test "empty" {\n  given numbers = [[]]\n  expect sums.both == [[]]\n}\n');
    assert.match(stdout, /: 0 of 11 operators/);
  });

  it("lists every point in --json", async () => {
    const { stdout } = await coverage('test "lib" {\n  expect levelOf("x") == "none"\n}\n', "--json");
    const { tests, coverage: points } = JSON.parse(stdout);
    assert.equal(tests.length, 1);
    assert.equal(points.length, 19);
    assert.deepEqual(points.slice(3, 4).concat(points.slice(-1)), [
      { file: "a.flow", line: 14, column: 5, kind: "case", text: '"low", "mid"', reached: false },
      { file: "lib.flow", line: 1, column: 60, kind: "failure", text: "else 0", reached: true },
    ]);
  });

  it("is in no other build", async () => {
    const typescript = async (purpose: "run" | "test" | "coverage") =>
      (await compile(diskHost(), sample("access-log"), { purpose })).output?.typescript ?? "";
    assert.match(await typescript("coverage"), /reached\.add\(/);
    assert.doesNotMatch(await typescript("test"), /reached/);
    assert.doesNotMatch(await typescript("run"), /reached/);
  });
});

const program = `import { levelOf } from "./lib.flow"

topic numbers: string = embedded()
topic rejects: string = embedded()

const reached = 1

agent split {
  source  r1 = netcat(port: 1)
  channel c1 = memory()
  channel c2 = memory()

  r1.timestamp().map(e => e.body.toInt() else -> rejects) -> route(e => levelOf(\`\${e.body}\`)) {
    "low", "mid" => c1,
    "high" => c2,
    else => drop,
  }
  c1.map(e => \`\${e.body + reached}\`) -> numbers
  c2 -> logger()
}

stream sums every 1s {
  let read = numbers.events().map(e => e.body.toInt() else fail)
  let some = read.filter(n => (\`\${n}\`.capture(/^(?<a>\\d)$/) else drop).a > "4")
  let both = read.union(some).map(n => (n mod 2, n)).reduceByKey((a, b) => \`\${a}\${b}\`.toInt() else 0)

  both.top(2, by: (k, n) => n) -> print()
  both.count() -> print()
}

`;

const lib = `pub fn levelOf(text: string): string = match (text.toInt() else 0) {
  1 => "low",
  7 => "high",
  else => "none",
}
`;
