import assert from "node:assert/strict";
import { memory } from "../../../../runtime/channel/memory.ts";
import type { Channel, Taken } from "../../../../runtime/contract/channel.ts";
import { event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import { WriteTransaction } from "../../../../runtime/engine/agent/write-transaction.ts";
import { testContext } from "../../../support/test-context.ts";

const now = AbortSignal.abort();

describe("what a write takes", () => {
  let channel: Channel<string>;

  beforeEach(async () => {
    channel = memory<string>(
      { capacity: 10, transactionCapacity: 10 },
      { name: "c1", place: "a.flow:1:1", element: t.string },
    );
    await channel.open(testContext());
  });

  async function put(...bodies: readonly string[]): Promise<void> {
    await (await channel.put(bodies.map((body) => event(body)))).commit();
  }

  async function begin(max = 10): Promise<WriteTransaction<string>> {
    return new WriteTransaction(channel, (await channel.take(2, now)) as Taken<string>, max, now);
  }

  const bodies = (events: readonly { readonly body: string }[]) => events.map(({ body }) => body);

  async function left(): Promise<string[]> {
    const taken = await channel.take(10, now);
    await taken?.rollback();
    return bodies(taken?.events ?? []);
  }

  it("grows by what is there, up to its bound, and is given up as one", async () => {
    await put("a", "b", "c");
    const take = await begin(4);
    assert.deepEqual(await take.pull(bodies), ["c"]);
    assert.equal(await take.pull(bodies), null);
    await put("d", "e");
    assert.deepEqual(await take.pull(bodies), ["d"]);
    assert.equal(await take.pull(bodies), null);
    assert.equal(take.count, 4);
    await take.commit();
    assert.equal(channel.size, 1);
    assert.deepEqual(await left(), ["e"]);
  });

  it("goes back to the head in order", async () => {
    await put("a", "b", "c");
    const take = await begin();
    await take.pull(bodies);
    await put("d", "e");
    await take.pull(bodies);
    await put("f");
    await take.rollback();
    assert.deepEqual(await left(), ["a", "b", "c", "d", "e", "f"]);
  });

  it("leaves what is refused, or makes the sink throw, to the next write", async () => {
    await put("a", "b", "c");
    const take = await begin();
    assert.equal(await take.pull(() => null), null);
    assert.equal(
      await take.pull(() => {
        throw new Error("no such header");
      }),
      null,
    );
    await take.commit();
    assert.deepEqual(await left(), ["c"]);
  });

  it("loses nothing when it is given up while it asks for more", async () => {
    await put("a", "b", "c");
    const take = await begin();
    const asked = take.pull(bodies);
    await take.rollback();
    assert.equal(await asked, null);
    assert.equal(await take.pull(bodies), null);
    assert.deepEqual(await left(), ["a", "b", "c"]);
  });
});
