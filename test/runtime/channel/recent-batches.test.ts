import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { file } from "../../../runtime/channel/file.ts";
import { RecentBatches } from "../../../runtime/channel/recent-batches.ts";
import { event } from "../../../runtime/contract/event.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { declared } from "./channel-suite.ts";

describe("the last puts of a channel on disk", () => {
  const folder = tempFolders();
  const events = (...bodies: string[]) => bodies.map((body) => event(body));
  const bodies = (found: readonly { readonly body: string }[]) => found.map(({ body }) => body);

  it("are given from any offset, and forgotten behind it", () => {
    const recent = new RecentBatches<string>();
    recent.add(5, events("a", "b", "c"), 30);
    recent.add(8, events("d"), 10);
    recent.add(10, events("e", "f"), 10);
    assert.deepEqual(bodies(recent.from(4, 10)), []);
    assert.deepEqual(bodies(recent.from(5, 2)), ["a", "b"]);
    assert.deepEqual(bodies(recent.from(7, 10)), ["c", "d"]);
    assert.deepEqual(bodies(recent.from(9, 10)), []);
    assert.deepEqual(bodies(recent.from(11, 10)), ["f"]);
    assert.deepEqual(bodies(recent.from(11, 10)), []);
  });

  it("are left to the disk where they have no room", () => {
    const recent = new RecentBatches<string>();
    recent.add(0, events("a"), 8_388_608);
    recent.add(1, events("b"), 1);
    assert.deepEqual(bodies(recent.from(0, 10)), ["a"]);
    recent.add(2, events("c"), 1);
    assert.deepEqual(bodies(recent.from(1, 10)), []);
    assert.deepEqual(bodies(recent.from(2, 10)), ["c"]);
  });

  it("are the same as from the disk, whoever reads them", async () => {
    const directory = folder();
    const open = async () => {
      const channel = file<string>({ directory, minimumRequiredSpace: 0 }, declared);
      await channel.open(testContext());
      return channel;
    };
    const put = [event("a", new Map([["k", "v"]])), event("half \ud800"), event("€")];
    const expected = [
      ["a", [["k", "v"]]],
      ["half \ufffd", []],
      ["€", []],
    ];
    const first = await open();
    const array = [...put];
    await (await first.put(array)).commit();
    // Whoever has put them may use the array again.
    array.length = 0;
    const read = async (channel: typeof first) => {
      const taken = await channel.take(100, new AbortController().signal);
      const found = taken!.events.map(({ body, headers }) => [body, [...headers]]);
      await taken!.rollback();
      return found;
    };
    assert.deepEqual(await read(first), expected);
    await first.close();
    const second = await open();
    assert.deepEqual(await read(second), expected);
    await (await second.put([event("last")])).commit();
    const taken = await second.take(100, new AbortController().signal);
    assert.deepEqual(
      bodies(taken!.events),
      expected.map(([body]) => body),
    );
    const [log] = readdirSync(directory).filter((name) => name.endsWith(".log"));
    // Nothing is read that was only just written.
    writeFileSync(join(directory, log!), "");
    const last = await second.take(100, new AbortController().signal);
    assert.deepEqual(bodies(last!.events), ["last"]);
    await last!.commit();
    assert.ok(existsSync(directory));
    await second.close();
  });
});
