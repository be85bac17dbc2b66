import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspectData, repairData } from "../../../cli/data/data.ts";
import { file } from "../../../runtime/channel/file.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { long } from "../../support/sample-size.ts";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";

const now = AbortSignal.abort();
const declared = (name: string) => ({ name, place: "t.flow:1:1", element: t.string });
/** Bytes that are tried: all of them in a long run. */
const STRIDE = long ? 1 : 29;
const EVENTS = 8;
const texts = Array.from({ length: EVENTS }, (_, index) => `event ${index}`);

describe("sluice data", function () {
  this.timeout(1_200_000);
  const folder = tempFolders();

  const channelAt = async (dataDir: string) => {
    const channel = file<string>(
      { minimumRequiredSpace: 0, maxFileSize: 150, capacity: EVENTS, fsync: false },
      declared("a.c"),
    );
    await channel.open(testContext({ dataDir }));
    return channel;
  };

  const topicAt = async (dataDir: string) => {
    const topic = embedded<string>({ segmentBytes: 150, fsync: false }, declared("words"));
    await topic.open(testContext({ dataDir }));
    return topic;
  };

  /** A channel with all events, of which the first was taken, and a topic with all of them, of which a group has read 3. */
  async function filled(): Promise<string> {
    const dataDir = folder();
    const [channel, topic] = [await channelAt(dataDir), await topicAt(dataDir)];
    for (const text of texts) {
      await (await channel.put([event(text)])).commit();
      await topic.append([event(text)]);
    }
    await (await channel.take(1, now))!.commit();
    const reader = topic.reader("group", "earliest");
    await reader.open(testContext({ dataDir }));
    await reader.commit((await reader.read(3, now))!.positions);
    await reader.close();
    await channel.close();
    await topic.close();
    return dataDir;
  }

  /** What a program finds in the channel and in the topic, by a group that is new. */
  async function foundIn(dataDir: string) {
    const [channel, topic] = [await channelAt(dataDir), await topicAt(dataDir)];
    const left: string[] = [];
    for (let taken = await channel.take(3, now); taken !== null; taken = await channel.take(3, now)) {
      left.push(...taken.events.map(({ body }) => body));
      await taken.commit();
    }
    // All room is free again.
    await (await channel.put(texts.map((text) => event(text)))).commit();
    const reader = topic.reader("other", "earliest");
    await reader.open(testContext({ dataDir }));
    const records: string[] = [];
    for (let batch = await reader.read(3, now); batch !== null; batch = await reader.read(3, now)) {
      records.push(...batch.events.map(({ body }) => body));
    }
    await reader.close();
    await channel.close();
    await topic.close();
    return { left, records };
  }

  const damageIn = async (dataDir: string) => (await inspectData(dataDir)).flatMap(({ damage }) => damage);

  const logsIn = (directory: string) =>
    readdirSync(directory)
      .filter((name) => /^\d{16}\.log$/.test(name))
      .sort();

  it("finds nothing in what was closed in order, and says so", async () => {
    const dataDir = await filled();
    assert.deepEqual(await damageIn(dataDir), []);
    const { status, stdout } = await sluice(["data", "check", dataDir]);
    assert.deepEqual([status, stdout], [0, "nothing is damaged\n"]);
  });

  for (const [what, log] of [
    ["channel", "channels/a.c"],
    ["topic", "topics/words/0"],
  ] as const) {
    it(`finds each byte of a ${what} that was changed, and keeps every record but the one that has it`, async () => {
      const original = await filled();
      const segments = logsIn(join(original, log));
      assert.ok(segments.length > 2);
      for (const name of segments) {
        const bytes = readFileSync(join(original, log, name));
        for (let at = 0; at < bytes.length; at += STRIDE) {
          const dataDir = folder();
          cpSync(original, dataDir, { recursive: true });
          const flipped = Buffer.from(bytes);
          flipped[at]! ^= 1 << (at % 8);
          writeFileSync(join(dataDir, log, name), flipped);
          const where = `byte ${at} of ${name}`;
          const inspections = await inspectData(dataDir);
          assert.notEqual(inspections.length, 0, where);
          const copies = await repairData(dataDir, inspections, 1);
          assert.deepEqual(readFileSync(join(copies, log, name)), flipped);
          assert.deepEqual(await damageIn(dataDir), [], where);
          const { left, records } = await foundIn(dataDir);
          const [found, all] = what === "channel" ? [left, texts.slice(1)] : [records, texts];
          const lost = all.filter((text) => !found.includes(text));
          assert.deepEqual(
            found,
            all.filter((text) => !lost.includes(text)),
            where,
          );
          // Not even one where it was a frame that only says that all is safe.
          const of = lost.map((text) => bytes.indexOf(text));
          assert.ok(lost.length <= 1 && of.every((place) => Math.abs(place - at) < 100), `${where}: lost ${lost}`);
          rmSync(dataDir, { recursive: true });
        }
      }
    });

    it(`keeps what is before the end of a ${what} that was cut off`, async () => {
      const original = await filled();
      const name = logsIn(join(original, log)).at(-1)!;
      const bytes = readFileSync(join(original, log, name));
      for (let length = 0; length < bytes.length; length += STRIDE) {
        const dataDir = folder();
        cpSync(original, dataDir, { recursive: true });
        writeFileSync(join(dataDir, log, name), bytes.subarray(0, length));
        const inspections = await inspectData(dataDir);
        if (what === "channel" && length < bytes.length - 32) assert.notEqual(inspections.length, 0, `${length} bytes`);
        if (inspections.length > 0) await repairData(dataDir, inspections, 1);
        const { left, records } = await foundIn(dataDir);
        const whole = texts.filter((text) => {
          const at = bytes.indexOf(text);
          return at < 0 || at + text.length <= length;
        });
        assert.deepEqual(what === "channel" ? left : records, what === "channel" ? whole.slice(1) : whole, `${length}`);
        rmSync(dataDir, { recursive: true });
      }
    });
  }

  it("names each file with damage, exits with 3, and repairs with a copy of each", async () => {
    const dataDir = await filled();
    const write = (path: string, text: string) => writeFileSync(join(dataDir, path), text);
    write("topics/words/topic.json", "nul");
    write("topics/words/groups/group.json", '{"0":"4","checksum":"0"}');
    write("topics/words/writer.lock", "{");
    rmSync(join(dataDir, "topics/words/0", logsIn(join(dataDir, "topics/words/0"))[1]!));
    const { status, stdout } = await sluice(["data", "check", dataDir]);
    assert.equal(status, 3);
    assert.match(
      stdout,
      /words\/topic\.json: bytes 0 to 3 are damaged: what is known of topic words; .* has 1 partition\n/,
    );
    assert.match(stdout, /group\.json: bytes 0 to 24 are damaged: how far the group has read/);
    assert.match(stdout, /writer\.lock: bytes 0 to 1 are not whole/);
    assert.match(
      stdout,
      /\.log: bytes 0 to 0 are damaged: records? \d+.* before the first one here, and no file has them/,
    );
    assert.match(stdout, /3 damaged files; stop the program and run `sluice data repair .*`\n$/);
    const { damage } = JSON.parse((await sluice(["data", "check", dataDir, "--json"])).stdout) as { damage: unknown[] };
    assert.equal(damage.length, 4);

    const repaired = await sluice(["data", "repair", dataDir]);
    assert.equal(repaired.status, 0, repaired.stderr);
    const [, copies] = /are in (.*)\n/.exec(repaired.stdout)!;
    assert.equal(readFileSync(join(copies!, "topics/words/topic.json"), "utf8"), "nul");
    assert.ok(!existsSync(join(dataDir, "topics/words/groups/group.json")));
    assert.deepEqual(await damageIn(dataDir), []);
    const { left, records } = await foundIn(dataDir);
    assert.deepEqual(left, texts.slice(1));
    assert.ok(records.length < EVENTS && records.every((text) => texts.includes(text)));
  });

  it("touches nothing while a program has it", async () => {
    const dataDir = await filled();
    writeFileSync(join(dataDir, "topics/words/groups/group.json"), "");
    const topic = await topicAt(dataDir);
    await topic.append([event("more")]);
    const { status, stderr } = await sluice(["data", "repair", dataDir]);
    assert.equal(status, 1);
    assert.match(stderr, /topics\/words is in use by process \d+; stop it/);
    assert.equal(readFileSync(join(dataDir, "topics/words/groups/group.json"), "utf8"), "");
    await topic.close();
  });

  it("keeps the notes of sinks that are whole, and knows half a note at the end for what a crash leaves", async () => {
    const dataDir = folder();
    cpSync(await filled(), dataDir, { recursive: true });
    const notes = ['["/a",1,0,5,7]', '["/b",2,0,5,7]', '["/c",3,0,5,7]'];
    for (const [text, kept, isHarmless] of [
      [`${notes[0]}\n${notes[1]!.replace(",", "\0")}\n${notes[2]}\n`, `${notes[0]}\n${notes[2]}\n`, false],
      [`${notes[0]}\n${notes[1]!.slice(0, 5)}`, `${notes[0]}\n`, true],
    ] as const) {
      const path = join(dataDir, "sink/a.k/appends.jsonl");
      cpSync(join(dataDir, "topics/words/topic.json"), path);
      writeFileSync(path, text);
      const inspections = await inspectData(dataDir);
      assert.deepEqual(
        inspections.flatMap(({ damage }) => damage).map((one) => one.isHarmless),
        [isHarmless],
      );
      await repairData(dataDir, inspections, isHarmless ? 1 : 2);
      assert.equal(readFileSync(path, "utf8"), kept);
    }
  });
});
