import assert from "node:assert/strict";
import { generate } from "../../stdlib/generate/generate.ts";
import { manualClock } from "../support/manual-clock.ts";
import { declared, startOneAgent } from "./support/one-agent.ts";

const COMBINED =
  /^(\d{1,3}\.){3}\d{1,3} - - \[01\/Jan\/2026:00:00:\d\d \+0000\] "(GET|POST) \/\S* HTTP\/1\.1" \d{3} (\d+|-) "-" "[^"]+"$/;

describe("generate", () => {
  async function made(options: { rate?: number; seed?: number; count?: number }) {
    const clock = manualClock(Date.UTC(2026, 0, 1));
    const agent = await startOneAgent(generate(options, declared("r1")), { clock });
    return { clock, agent };
  }

  it("makes lines in Apache's combined format, spread evenly over the clock's time", async () => {
    const { clock, agent } = await made({ rate: 20 });
    await clock.advance(950);
    assert.equal(agent.bodies().length, 20);
    await clock.advance(1000);
    assert.equal(agent.bodies().length, 40);
    for (const line of agent.bodies()) assert.match(line, COMBINED);
    await agent.drain();
  });

  it("makes the same lines for the same seed, and others for another", async () => {
    const linesOf = async (seed: number) => {
      const { clock, agent } = await made({ rate: 1000, seed, count: 500 });
      await clock.advance(500);
      assert.equal(await agent.ended, true);
      return agent.bodies().map((line) => line.replace(/\[.*?\]/, ""));
    };
    const first = await linesOf(7);
    assert.equal(first.length, 500);
    assert.deepEqual(await linesOf(7), first);
    assert.notDeepEqual(await linesOf(8), first);
    assert.ok(new Set(first.map((line) => line.split(" ")[0])).size < 500, "visitors come again");
  });

  it("does not make up for time during which nobody took its lines", async () => {
    const clock = manualClock();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const source = generate({ rate: 10 }, declared("r1"));
    const agent = await startOneAgent(source, { clock, capacity: 5, keepAlive: 10, onWrite: () => held });
    await clock.advance(60_000);
    assert.ok(agent.counted("channelFull") > 0);
    release();
    await clock.advance(1000);
    assert.ok(agent.bodies().length < 40, `${agent.bodies().length} lines instead of those of one second`);
    await agent.drain();
  });
});
