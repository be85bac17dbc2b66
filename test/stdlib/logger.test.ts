import assert from "node:assert/strict";
import { event } from "../../runtime/contract/event.ts";
import { type Schema, t } from "../../runtime/contract/schema.ts";
import { jsonWriter } from "../../stdlib/json/json.ts";
import { logger } from "../../stdlib/logger/logger.ts";
import { contextFor } from "./support/context.ts";
import { declared } from "./support/one-agent.ts";

describe("logger", () => {
  async function logged(body: unknown, options: { maxBytesToLog?: number } = {}, element: Schema = t.string) {
    let text = "";
    const isText = element.kind === "string" || element.kind === "bytes";
    const about = isText ? declared("k1", element) : { ...declared("k1", element), text: jsonWriter(element) };
    const sink = logger<unknown>(options, about, async (more) => {
      text += more;
    });
    await sink.open(contextFor({}));
    await sink.write([event(body)]);
    await sink.close();
    return text;
  }

  it("shows an event as Flume's logger sink does", async () => {
    assert.equal(await logged("hello"), `Event: { headers:{} body: 68 65 6C 6C 6F ${" ".repeat(33)}hello }\n`);
    assert.equal(
      await logged("Hello world!\r"),
      "Event: { headers:{} body: 48 65 6C 6C 6F 20 77 6F 72 6C 64 21 0D          Hello world!. }\n",
    );
  });

  it("cuts a body after sixteen bytes, or as many as are asked for, in one line", async () => {
    assert.equal(
      await logged("0123456789abcdefgh"),
      "Event: { headers:{} body: 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 0123456789abcdef }\n",
    );
    const long = await logged("x".repeat(100), { maxBytesToLog: 20 });
    assert.equal(long, `Event: { headers:{} body:${" 78".repeat(20)} ${"x".repeat(20)} }\n`);
    assert.equal(await logged("abc", { maxBytesToLog: 0 }), "Event: { headers:{} body: }\n");
  });

  it("shows characters as UTF-8, bytes as they are, and records as JSON", async () => {
    assert.match(await logged("ž"), /body: C5 BE {43}\.\. }/);
    assert.match(await logged(Uint8Array.of(0, 255), {}, t.bytes), /body: 00 FF {43}\.\. }/);
    const record = await logged({ n: 1 }, {}, t.record({ n: t.int }));
    assert.match(record, /\{"n":1\} \}\n$/);
  });

  it("shows headers as Java's maps are, and none of them begins a line of its own", async () => {
    let text = "";
    const sink = logger<string>({}, declared("k1"), async (more) => {
      text += more;
    });
    await sink.write([
      {
        body: "",
        headers: new Map([
          ["a", "1"],
          ["b", "2\nEvent: forged"],
        ]),
      },
    ]);
    assert.equal(text, "Event: { headers:{a=1, b=2.Event: forged} body: }\n");
  });
});
