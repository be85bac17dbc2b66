import assert from "node:assert/strict";
import { DiskFile } from "../../../../cli/sim/machine/disk-file.ts";
import { Random } from "../../../../cli/sim/machine/random.ts";

const SECTOR = 512;

describe("a file that loses power", () => {
  it("has each sector as it was after one of the changes, a length that it had, and all that was synced before", () => {
    let torn = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const random = new Random(seed);
      const file = new DiskFile(1, 0, 0o644);
      const states: Buffer[] = [];
      const change = () => {
        if (random.chance(0.2)) file.cut(random.below(file.length + 600), 0);
        else
          file.write(random.below(file.length + 1), Buffer.alloc(random.between(1, 1500), random.between(1, 255)), 0);
        states.push(Buffer.from(file.bytes));
      };
      for (let made = random.below(4); made > 0; made--) change();
      file.sync();
      states.length = 0;
      states.push(Buffer.from(file.bytes));
      for (let made = random.below(5); made > 0; made--) change();
      file.losePower(random);
      const { bytes } = file;
      assert.ok(
        states.some(({ length }) => length === bytes.length),
        `seed ${seed}: a length that it never had`,
      );
      if (!states.some((state) => state.equals(bytes))) torn += 1;
      for (let at = 0; at < bytes.length; at += SECTOR) {
        const sector = bytes.subarray(at, at + SECTOR);
        const had = states.some((state) => padded(state, at, sector.length).equals(sector));
        assert.ok(had, `seed ${seed}: sector ${at / SECTOR} mixes changes`);
      }
    }
    assert.ok(torn > 20, `only ${torn} files were torn`);
  });

  it("keeps each of many changes that was synced, and has no bytes of before a cut behind it", () => {
    const file = new DiskFile(1, 0, 0o644);
    for (let index = 0; index < 500; index++) {
      file.write(file.length, Buffer.from(`line ${index}\n`), 0);
      file.sync();
    }
    const synced = Buffer.from(file.bytes);
    file.write(0, Buffer.from("not synced"), 0);
    file.losePower(new Random(3));
    assert.equal(file.length, synced.length);
    assert.deepEqual(file.bytes.subarray(SECTOR), synced.subarray(SECTOR));
    file.cut(3, 0);
    file.write(5, Buffer.from("x"), 0);
    assert.deepEqual(file.bytes.subarray(3), Buffer.from("\0\0x"));
  });
});

function padded(bytes: Buffer, at: number, length: number): Buffer {
  const sector = Buffer.alloc(length);
  bytes.subarray(at, at + length).copy(sector);
  return sector;
}
