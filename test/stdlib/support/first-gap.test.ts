import assert from "node:assert/strict";
import { firstGap } from "../../../stdlib/support/first-gap.ts";

describe("firstGap", () => {
  const gapIn = (bytes: Buffer, from: number) =>
    firstGap(async (offset, length) => bytes.subarray(offset, offset + length), from, bytes.length);

  it("finds zeros up to the end of a sector, or of the file, and no others", async () => {
    const bytes = Buffer.alloc(200_000, "x");
    bytes.fill(0, 700, 1023);
    assert.equal(await gapIn(bytes, 0), bytes.length);
    bytes.fill(0, 1000, 1024);
    assert.equal(await gapIn(bytes, 0), 700);
    assert.equal(await gapIn(bytes, 900), 900);
    assert.equal(await gapIn(bytes, 1024), bytes.length);
    bytes.fill(0, 131_072, 131_584);
    assert.equal(await gapIn(bytes, 1024), 131_072);
    bytes.fill(0, bytes.length - 3);
    assert.equal(await gapIn(bytes, 140_000), bytes.length - 3);
  });
});
