import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FileOptions, file } from "../../../../runtime/channel/file.ts";
import type { Declared } from "../../../../runtime/contract/context.ts";
import { event } from "../../../../runtime/contract/event.ts";
import { LossError } from "../../../../runtime/contract/loss-error.ts";
import { type Schema, t } from "../../../../runtime/contract/schema.ts";
import type { Agent } from "../../../../runtime/engine/agent/agent.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { toTopic } from "../../../../runtime/engine/topic/to-topic.ts";
import { topicSource } from "../../../../runtime/engine/topic/topic-source.ts";
import type { Program } from "../../../../runtime/program/program.ts";
import { startFailure } from "../../../../runtime/program/start-failure.ts";
import { embedded } from "../../../../runtime/topic/embedded.ts";
import { keepingSink, listSource } from "../../../support/memory-endpoints.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { testContext } from "../../../support/test-context.ts";
import { startTestProgram } from "../../../support/test-program.ts";

const at = (name: string, element: Schema = t.string): Declared => ({ name, place: "test.flow:1:1", element });

describe("a start with other channels, topics and groups than the one before", () => {
  const folder = tempFolders();

  interface Start {
    readonly dataDir: string;
    readonly name?: string;
    readonly discardState?: readonly string[];
    readonly isOneOff?: boolean;
    /** What else the program declares, and does not start. */
    readonly declared?: Pick<Program, "agents">;
  }

  /** Starts a program, and stops it. */
  async function start(agents: readonly Agent[], given: Start): Promise<void> {
    const running = await startTestProgram({ agents }, { declared: { agents }, ...given });
    running.stop();
    await running.ended;
  }

  /** An agent with a channel, and nothing that takes from it. */
  const holding = (name: string, channel: string, options: FileOptions = {}, element: Schema = t.string) =>
    agent({
      name,
      place: "test.flow:1:1",
      sources: {},
      channels: { [channel]: file({ minimumRequiredSpace: 0, ...options }, at(`${name}.${channel}`, element)) },
      sinks: {},
      flows: [],
    }) as unknown as Agent;

  const idle = (name: string) =>
    agent({ name, place: "test.flow:1:1", sources: {}, channels: {}, sinks: {}, flows: [] }) as unknown as Agent;

  /** Leaves an event in the channel that `holding` declares. */
  async function fill(dataDir: string, name: string, options: FileOptions = {}): Promise<void> {
    const channel = file<string>({ minimumRequiredSpace: 0, ...options }, at(name));
    await channel.open(testContext({ dataDir }));
    await (await channel.put([event("x")])).commit();
    await channel.close();
  }

  /** An agent that writes what is in the channel to nowhere. */
  const emptying = (name: string, channel: string) =>
    agent({
      name,
      place: "test.flow:1:1",
      sources: { none: listSource<string>() },
      channels: { [channel]: file<string>({ minimumRequiredSpace: 0 }, at(`${name}.${channel}`)) },
      sinks: { out: keepingSink<string>() },
      flows: [
        { from: "none", to: [channel], optional: [], rejects: [], place: "" },
        { from: channel, to: ["out"], optional: [], rejects: [], place: "" },
      ],
    } as never) as unknown as Agent;

  const refusal = (message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof LossError, String(error));
    assert.match(error.message, message);
    return true;
  };

  it("is refused while a channel that is gone has events, and says how to go on", async () => {
    const dataDir = folder();
    await start([holding("a", "spool")], { dataDir });
    await fill(dataDir, "a.spool");
    await assert.rejects(
      start([holding("a", "buffer")], { dataDir }),
      refusal(
        /^test has kept what it would lose now: events in the channel a\.spool would never be delivered; go back to the old program, say `was "spool"` behind the name that a\.spool has now, or add --discard-state a\.spool to start without; another program that runs here needs a --name of its own$/,
      ),
    );
    assert.ok(!existsSync(join(dataDir, "channels", "a.buffer")), "nothing was touched");
    await assert.rejects(start([idle("b")], { dataDir }), refusal(/say `was "a"` behind the name that a has now/));
    await start([holding("a", "buffer")], { dataDir, discardState: ["a.spool"] });
    assert.ok(!existsSync(join(dataDir, "channels", "a.spool")));
    await assert.rejects(
      start([holding("a", "buffer")], { dataDir, discardState: ["a.spool"] }),
      /--discard-state a\.spool/,
    );
  });

  it("goes on where the channel is empty, was never there, or is declared and not started", async () => {
    const dataDir = folder();
    await start([idle("a")], { dataDir });
    assert.ok(!existsSync(join(dataDir, "kept")), "what keeps nothing writes nothing");
    await start([holding("a", "spool")], { dataDir });
    await fill(dataDir, "a.spool");
    await start([idle("b")], { dataDir, declared: { agents: [idle("b"), holding("a", "spool")] } });
    await assert.rejects(start([holding("a", "buffer")], { dataDir }), refusal(/a\.spool/));
    const agents = [emptying("a", "spool")];
    const running = await startTestProgram({ agents }, { dataDir, declared: { agents } });
    running.drain();
    await running.ended;
    await start([holding("a", "buffer")], { dataDir });
  });

  it("is refused for events that the channel could not read any more", async () => {
    const dataDir = folder();
    await start([holding("a", "spool")], { dataDir });
    await fill(dataDir, "a.spool");
    await assert.rejects(
      start([holding("a", "spool", {}, t.int)], { dataDir }),
      refusal(/a\.spool would be left out: string is kept, and int is wanted/),
    );
  });

  it("looks at what the same program has kept, and not at what others have", async () => {
    const dataDir = folder();
    await start([holding("a", "spool")], { dataDir });
    await fill(dataDir, "a.spool");
    await start([idle("a")], { dataDir, name: "another" });
    await start([idle("a")], { dataDir, isOneOff: true });
    await assert.rejects(start([idle("a")], { dataDir }), refusal(/a\.spool/));
    // Another one that has the channel now delivers what is in it.
    await start([holding("a", "spool")], { dataDir, name: "another" });
    await start([idle("a")], { dataDir });
  });

  it("leaves alone what is given up in a directory that the program names", async () => {
    const [dataDir, directory] = [folder(), folder()];
    await start([holding("a", "spool", { directory })], { dataDir });
    await fill(dataDir, "a.spool", { directory });
    await assert.rejects(start([holding("a", "spool")], { dataDir }), refusal(/a\.spool/));
    await start([holding("a", "spool")], { dataDir, discardState: ["a"] });
    assert.ok(existsSync(join(directory, "taken")));
    await start([holding("a", "spool")], { dataDir });
  });

  it("is refused while a topic that nothing uses has records, and for a group that nothing reads as", async () => {
    const dataDir = folder();
    const hits = () => embedded<string>({}, at("hits"));
    const writing = (topic: ReturnType<typeof hits>) =>
      agent({
        name: "w",
        place: "test.flow:1:1",
        sources: { list: listSource(["x"]) },
        channels: { c: file<string>({ minimumRequiredSpace: 0 }, at("w.c")) },
        sinks: { hits: toTopic(topic, at("w.hits")) },
        flows: [
          { from: "list", to: ["c"], optional: [], rejects: [], place: "" },
          { from: "c", to: ["hits"], optional: [], rejects: [], place: "" },
        ],
      }) as unknown as Agent;
    const reading = (topic: ReturnType<typeof hits>, reader: string) =>
      agent({
        name: reader,
        place: "test.flow:1:1",
        sources: { hits: topicSource(topic, { reader, startAt: "earliest" }, at(`${reader}.hits`)) },
        channels: {},
        sinks: {},
        flows: [],
      }) as unknown as Agent;
    const topic = hits();
    const both = [writing(topic), reading(topic, "r")];
    const running = await startTestProgram(
      { agents: both },
      { dataDir, declared: { agents: both }, untilCaughtUp: true },
    );
    await running.ended;
    const group = join(dataDir, "topics", "hits", "groups", "test.r.json");
    if (!existsSync(group)) writeFileSync(group, '{"0":"1"}');
    const other = hits();
    await assert.rejects(
      start([writing(other), reading(other, "s")], { dataDir }),
      refusal(/positions of the reader r\.hits would be gone.*`was "r"`.*--discard-state r\.hits to start/),
    );
    await assert.rejects(
      start([idle("w")], { dataDir }),
      refusal(
        /: records of the topic hits would be read by nobody; .*`was "hits"`.* add --discard-state hits to start/,
      ),
    );
    await start([idle("w")], { dataDir, discardState: ["hits"] });
    assert.ok(existsSync(join(dataDir, "topics", "hits", "topic.json")), "records stay for whoever else reads them");
  });

  it("is refused where its note of what it has kept is damaged", async () => {
    const dataDir = folder();
    await start([holding("a", "spool")], { dataDir });
    const note = join(dataDir, "kept", "test.json");
    writeFileSync(note, readFileSync(note, "utf8").slice(0, -9));
    await assert.rejects(
      start([idle("a")], { dataDir }),
      /kept\/test\.json does not say any more .*; remove it to start/,
    );
  });

  it("is refused with the system's reason when its note cannot be read, and nobody is told to remove the note", async () => {
    const dataDir = join(folder(), "file");
    writeFileSync(dataDir, "");
    await assert.rejects(start([idle("a")], { dataDir }), (error: Error) => {
      assert.match(error.message, /^ENOTDIR: /);
      assert.match(startFailure(error, dataDir), /: --data-dir names another directory$/);
      return true;
    });
  });
});
