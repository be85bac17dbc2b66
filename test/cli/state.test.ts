import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

function counting(stream: string, value = "1"): string {
  return `stream ${stream} every 1s {
  let hits = lines("words").map(word => (word, ${value})).reduceByKeyAndWindow((a, b) => a + b, window: 1m)

  hits -> print()
}
`;
}

describe("sluice state", () => {
  const folder = tempFolders();

  it("lists, shows and exports what streams keep, without their programs", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "words"), "a\nb\na\n");
    writeFileSync(join(cwd, "trends.flow"), counting("trends"));
    writeFileSync(join(cwd, "other.flow"), counting("trends", '"x"'));
    for (const file of ["trends.flow", "other.flow"]) assert.equal((await sluice(["run", file], { cwd })).status, 0);

    const list = await sluice(["state", "list"], { cwd });
    const [head, other, trends] = list.stdout.split("\n");
    assert.match(head!, /^program +state +keeps +keys/);
    assert.match(other!, /^other +trends\.hits +reduceByKeyAndWindow of timestamp to \(string, string\)\[\] +1 key /);
    assert.match(trends!, /^trends +trends\.hits +reduceByKeyAndWindow of timestamp to \(string, int\)\[\] +1 key /);
    const rows = JSON.parse((await sluice(["state", "list", "--json"], { cwd })).stdout) as { keys: number }[];
    assert.deepEqual(
      rows.map(({ keys }) => keys),
      [1, 1],
    );

    const show = await sluice(["state", "show", "trends", "--name", "trends"], { cwd });
    assert.match(show.stdout, /^trends trends\.hits: .*1 key\n {2}"20\S+Z"\t\[\["a",2\],\["b",1\]\]\n$/);
    const exported = await sluice(["state", "export", "trends.hits", "--name", "other"], { cwd });
    const { program, state, value } = JSON.parse(exported.stdout) as Record<string, unknown>;
    assert.deepEqual(
      [program, state, value],
      [
        "other",
        "trends.hits",
        [
          ["a", "xx"],
          ["b", "x"],
        ],
      ],
    );
  });

  it("resumes where it was, with hardly any of it in memory", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "words"), "a\nb\na\nc\n");
    const program = (first: string) => `stream sums every 1s {
  lines("words")
    .map(word => (word, 1))
    .updateStateByKey(
      (ones: int[], sum: int?) => (sum else 0) + ones.length,
      initial: [("z", ${first})],
    ) -> print()
}
`;
    const run = (...args: string[]) => sluice(["run", "sums.flow", "--batches", "1", ...args], { cwd });
    writeFileSync(join(cwd, "sums.flow"), program("26"));
    const first = await run("--state-memory", "1B");
    assert.match(first.stdout, /\('z', 26\)\n\('a', 2\)\n\('b', 1\)\n\('c', 1\)\n/, first.stderr);
    writeFileSync(join(cwd, "words"), "a\nb\na\nc\nb\n");
    // What it begins with counts for the first batch ever.
    writeFileSync(join(cwd, "sums.flow"), program("0"));
    const second = await run("--state-memory=1B");
    assert.match(second.stdout, /\('z', 26\)\n\('a', \d\)\n\('b', \d\)\n\('c', \d\)\n/, second.stderr);
    const wrong = await run("--state-memory", "much");
    assert.deepEqual([wrong.status, /--state-memory takes a size such as 512MiB/.test(wrong.stderr)], [2, true]);
  });

  it("says what there is instead of what is not", async () => {
    const cwd = folder();
    const none = await sluice(["state", "show", "nothing"], { cwd });
    assert.equal(none.status, 1);
    assert.match(none.stderr, /^sluice: nothing is kept as nothing; nothing is kept below /);
    const wrong = await sluice(["state", "delete"], { cwd });
    assert.deepEqual([wrong.status, /unknown action "delete": list, show, export/.test(wrong.stderr)], [2, true]);
  });

  it("is kept of a stream that was renamed until it is given up", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "words"), "a\n");
    writeFileSync(join(cwd, "p.flow"), counting("old"));
    assert.equal((await sluice(["run", "p.flow"], { cwd })).status, 0);
    writeFileSync(join(cwd, "p.flow"), counting("renamed"));
    const refused = await sluice(["run", "p.flow"], { cwd });
    assert.equal(refused.status, 4);
    assert.match(refused.stderr, /p has kept state of old, which it does not declare any more.*--discard-state old/);
    const unknown = await sluice(["run", "p.flow", "--discard-state", "older"], { cwd });
    assert.match(unknown.stderr, /--discard-state older: p has no stream of that name; there are renamed, old/);
    assert.equal((await sluice(["run", "p.flow", "--discard-state", "old"], { cwd })).status, 0);
    assert.equal((await sluice(["run", "p.flow"], { cwd })).status, 0);
  });

  it("is not given up by a name that gives up nothing", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "words"), "a\n");
    const plain = 'stream plain every 1s { lines("words") -> print() }\n';
    writeFileSync(join(cwd, "p.flow"), plain);
    const refusal = async (...args: string[]) => {
      const { status, stderr } = await sluice(["run", "p.flow", ...args], { cwd });
      assert.equal(status, 1, stderr);
      return stderr;
    };
    const none = /--discard-state plain\.hits: stream plain keeps nothing; no stream of p does/;
    assert.match(await refusal("--discard-state", "plain.hits"), none);
    writeFileSync(join(cwd, "p.flow"), plain + counting("trends"));
    const other = /--discard-state plain: stream plain keeps nothing; what is kept is trends\.hits/;
    assert.match(await refusal("--discard-state", "plain"), other);
    const misspelt = /--discard-state trends\.hit: there is no state of that name; there is trends\.hits/;
    assert.match(await refusal("--discard-state", "trends.hit"), misspelt);
    const left = /--discard-state trends\.hits: stream trends is left out of this start \(--only\)/;
    assert.match(await refusal("--discard-state", "trends.hits", "--only", "plain"), left);
  });
});
