import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** Counts the lines of a file: a stream, its input and what it keeps have the names that are given. */
function counting({ stream = "counts", input = "words", kept = "totals" }): string {
  return `stream ${stream} every 1s {
  let ${input} = lines("words")
  let ${kept} = ${nameOf(input)}.map(w => (w, 1)).updateStateByKey((ones, n: int?) => (n else 0) + ones.length)

  ${nameOf(kept)} -> print()
}
`;
}

function nameOf(declared: string): string {
  return declared.split(" ")[0] ?? "";
}

describe("a former name", () => {
  const folder = tempFolders();

  it("keeps the state and the positions of a stream, also when it has changed twice", async () => {
    const cwd = folder();
    const file = join(cwd, "p.flow");
    writeFileSync(join(cwd, "words"), "a\nb\na\n");
    const run = async (program: string) => {
      writeFileSync(file, program);
      const { status, stdout, stderr } = await sluice(["run", "p.flow"], { cwd });
      assert.equal(status, 0, stderr);
      return stdout;
    };
    assert.match(await run(counting({})), /\('a', 2\)/);
    const renamed = { stream: 'sums was "counts"', input: 'rows was "words"', kept: 'all was "totals"' };
    assert.match(await run(counting(renamed)), /\('a', 2\)/);
    assert.match(await run(counting({ ...renamed, stream: 'last was "counts"' })), /\('a', 2\)/);
    // What the old program would find is still there.
    assert.match(await run(counting({})), /\('a', 2\)/);
    assert.deepEqual(readdirSync(join(cwd, ".sluice", "state", "p")), ["counts"]);
  });

  it("keeps what is in a channel and where a source stands", async () => {
    const cwd = folder();
    const file = join(cwd, "p.flow");
    writeFileSync(join(cwd, "log"), "one\ntwo\n");
    const program = (agent: string, source: string, channel: string, sink: string) => `agent ${agent} {
  source  ${source} = taildir(files: ["log"])
  channel ${channel} = file()
  sink    out = ${sink}

  ${nameOf(source)} -> ${nameOf(channel)} -> out
}
`;
    // Nobody listens there: what comes stays in the channel.
    writeFileSync(file, program("a", "logs", "spool", 'http(url: "http://127.0.0.1:1/")'));
    await sluice(["run", "p.flow", "--for", "2s", "--drain-timeout", "1s"], { cwd });
    assert.ok(existsSync(join(cwd, ".sluice", "channels", "a.spool")));
    writeFileSync(file, program('b was "a"', 'rows was "logs"', 'buffer was "spool"', "print()"));
    const { stdout, stderr } = await sluice(["run", "p.flow", "--for", "2s"], { cwd });
    assert.deepEqual(stdout.match(/one|two/g), ["one", "two"], stderr);
    assert.deepEqual(readdirSync(join(cwd, ".sluice", "channels")), ["a.spool"]);
    assert.deepEqual(readdirSync(join(cwd, ".sluice", "sources")), ["a.logs"]);
  });

  it("keeps the records of a topic and the positions of its groups", async () => {
    const cwd = folder();
    const file = join(cwd, "p.flow");
    const program = (topic: string, stream: string) => `topic ${topic}: string = embedded()

stream ${stream} every 1s {
  ${nameOf(topic)}.from("earliest") -> print()
}
`;
    writeFileSync(file, program("hits", "shown"));
    const produced = await sluice(["produce", "p.flow", "hits"], { cwd, input: "one\n" });
    assert.equal(produced.status, 0, produced.stderr);
    assert.match((await sluice(["run", "p.flow", "--until-caught-up"], { cwd })).stdout, /one/);
    writeFileSync(file, program('visits was "hits"', 'seen was "shown"'));
    assert.equal((await sluice(["produce", "p.flow", "visits"], { cwd, input: "two\n" })).status, 0);
    const { stdout, stderr } = await sluice(["run", "p.flow", "--until-caught-up"], { cwd });
    assert.deepEqual(stdout.match(/one|two/g), ["two"], stderr);
    assert.deepEqual(readdirSync(join(cwd, ".sluice", "topics")), ["hits"]);
  });
});
