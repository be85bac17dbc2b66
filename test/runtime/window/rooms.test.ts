import assert from "node:assert/strict";
import fc from "fast-check";
import { t } from "../../../runtime/contract/schema.ts";
import { type Room, roomsFor } from "../../../runtime/window/rooms.ts";

describe("rooms for values", () => {
  for (const schema of [t.int, t.string]) {
    it(`are never given to two at a time: ${schema.kind}`, () => {
      const step = fc.record({ length: fc.constantFrom(4, 30_000, 70_000), give: fc.boolean(), pick: fc.nat() });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
          const rooms = roomsFor<number>(schema);
          let taken: { readonly room: Room<number>; readonly length: number; readonly mark: number }[] = [];
          for (const [mark, { length, give, pick }] of steps.entries()) {
            const one = taken[pick % (taken.length || 1)];
            if (give && one !== undefined) {
              rooms.giveBack(one.room, one.length);
              taken = taken.filter((other) => other !== one);
              continue;
            }
            const room = rooms.take(length);
            for (const at of [0, length - 1]) room.values[room.base + at] = mark;
            taken.push({ room, length, mark });
          }
          for (const { room, length, mark } of taken) {
            for (const at of [0, length - 1]) assert.equal(room.values[room.base + at], mark);
          }
        }),
        { numRuns: 30 },
      );
    });
  }
});
