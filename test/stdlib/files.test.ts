import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { event } from "../../runtime/event.ts";
import { type Schema, t } from "../../runtime/schema.ts";
import type { FilesOptions } from "../../stdlib/files/files.options.ts";
import { files } from "../../stdlib/files/files.ts";
import { manualClock } from "../support/manual-clock.ts";
import { start } from "../support/process.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { contextFor } from "./support/context.ts";
import { declared } from "./support/one-agent.ts";

describe("files", () => {
  const tempFolder = tempFolders();

  async function opened<T>(options: Partial<FilesOptions> = {}, element: Schema = t.string) {
    const directory = join(tempFolder(), "out");
    const clock = manualClock(1000);
    const sink = files<T>({ directory, ...options }, declared("k1", element));
    await sink.open(contextFor({ clock }));
    const contents = () =>
      Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]));
    return { sink, clock, directory, contents };
  }

  it("writes one line an event, under names that Flume would give", async () => {
    const { sink, contents } = await opened<string>({ prefix: "web-", extension: "log" });
    await sink.write([event("a"), event("b")]);
    await sink.write([event("c")]);
    await sink.close();
    assert.deepEqual(contents(), { "web-1000-1.log": "a\nb\nc\n" });
  });

  it("begins a new file after the interval, and none without events", async () => {
    const { sink, clock, contents } = await opened<string>({ rollInterval: 30_000 });
    await sink.write([event("a")]);
    await clock.advance(29_999);
    await sink.write([event("b")]);
    await clock.advance(60_001);
    await sink.write([event("c")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\n", "1000-2": "c\n" });
  });

  it("keeps one file where the interval is nothing", async () => {
    const { sink, clock, contents } = await opened<string>({ rollInterval: 0 });
    await sink.write([event("a")]);
    await clock.advance(86_400_000);
    await sink.write([event("b")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "a\nb\n" });
  });

  it("overwrites nothing", async () => {
    const { sink, directory, contents } = await opened<string>();
    writeFileSync(join(directory, "1000-1"), "another's\n");
    await sink.write([event("a")]);
    await sink.close();
    assert.deepEqual(contents(), { "1000-1": "another's\n", "1000-2": "a\n" });
  });

  it("writes other types as text or as JSON", async () => {
    const schema = t.record({ path: t.string, at: t.timestamp });
    const body = { path: "/a", at: 0 };
    const asText = await opened<typeof body>({}, schema);
    await asText.sink.write([event(body)]);
    await asText.sink.close();
    assert.deepEqual(asText.contents(), { "1000-1": "{ path: /a, at: 1970-01-01T00:00:00.000Z }\n" });
    const asJson = await opened<typeof body>({ format: "json" }, schema);
    await asJson.sink.write([event(body)]);
    await asJson.sink.close();
    assert.deepEqual(asJson.contents(), { "1000-1": '{"path":"/a","at":"1970-01-01T00:00:00.000Z"}\n' });
  });

  it("rejects a batch that it cannot write, and writes it when it can", async () => {
    const { sink, directory, contents } = await opened<string>();
    rmSync(directory, { recursive: true });
    await assert.rejects(sink.write([event("a")]), /ENOENT/);
    mkdirSync(directory);
    await sink.write([event("a")]);
    await sink.close();
    assert.deepEqual(Object.values(contents()), ["a\n"]);
  });

  it("takes back what a write that broke off has left", async () => {
    const directory = join(tempFolder(), "out");
    const script = fileURLToPath(new URL("support/files-at-a-limit.ts", import.meta.url));
    const command = `ulimit -f 8; exec "${process.execPath}" --import tsx "${script}" "${directory}"`;
    const { stdout, status } = await start("sh", ["-c", command]).ended;
    assert.equal(status, 0);
    assert.match(stdout, /EFBIG/);
    const [name] = readdirSync(directory);
    assert.equal(readFileSync(join(directory, name!), "utf8"), `${"a".repeat(2999)}\nc\n`);
  });

  it("says so when the directory cannot be", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "plain"), "");
    for (const directory of [join(folder, "plain"), join(folder, "plain", "out")]) {
      const sink = files({ directory }, declared("k1"));
      await assert.rejects(sink.open(contextFor({})), {
        name: "ComponentError",
        message: `${directory} cannot be a directory: a file is in its way`,
      });
    }
  });
});
