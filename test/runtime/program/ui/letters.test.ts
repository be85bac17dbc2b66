import assert from "node:assert/strict";
import { t } from "../../../../runtime/contract/schema.ts";
import { Taps } from "../../../../runtime/engine/taps.ts";
import type { Operated } from "../../../../runtime/program/metered.ts";
import { Letters, NotAgain } from "../../../../runtime/program/ui/letters.ts";
import type { Picture } from "../../../../runtime/program/ui/messages.ts";
import { systemClock } from "../../../../runtime/system/clock.ts";

describe("letters that the page sends again", () => {
  /** A sink `dead` with one letter, whose arrow carries ints, or does with it what `send` does. */
  function lettersWith({ body, element, send }: { body: string; element: unknown; send: () => Promise<void> }) {
    const taps = new Taps();
    const operated = { taps, replays: { find: () => ({ element, send }) } } as unknown as Operated;
    const picture = { letters: ["dead"], masked: ["card"], shapes: {} } as unknown as Picture;
    const letters = new Letters(operated, picture, systemClock);
    const headers = new Map([
      ["reason", "refused"],
      ["place", "p.flow:1:1"],
      ["edge", "a.mem -> out"],
    ]);
    taps.show("dead", [{ body, headers }]);
    return letters;
  }

  it("are answered without the values of masked fields, whatever refuses them", async () => {
    const refused = lettersWith({
      body: "x",
      element: t.string,
      send: async () => {
        throw new Error('the card is "4000-1234"');
      },
    });
    const shown = (error: unknown) => error instanceof NotAgain && !error.message.includes("4000");
    await assert.rejects(refused.sendAgain("dead", 1), shown);

    const untyped = lettersWith({ body: '"4000-1234"', element: t.int, send: async () => {} });
    await assert.rejects(untyped.sendAgain("dead", 1), shown);
    // It can be tried again.
    await assert.rejects(untyped.sendAgain("dead", 1), /not of the arrow's type/);
  });
});
