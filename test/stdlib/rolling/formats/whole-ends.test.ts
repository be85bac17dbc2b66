import assert from "node:assert/strict";
import { event } from "../../../../runtime/contract/event.ts";
import { avroCodecs } from "../../../../stdlib/support/compression/avro-codec.ts";
import { hadoopCodecs } from "../../../../stdlib/support/compression/hadoop-codec.ts";
import { avroEvents, avroFormat } from "../../../../stdlib/support/rolling/formats/avro-file.ts";
import type { FileFormat } from "../../../../stdlib/support/rolling/formats/file-format.ts";
import { sequenceFormat } from "../../../../stdlib/support/rolling/formats/sequence-file.ts";
import { textFormat } from "../../../../stdlib/support/rolling/formats/text-format.ts";
import { wholeEnds } from "../../../../stdlib/support/rolling/formats/whole-ends.ts";

const write = ({ body }: { readonly body: string }) => body;
const marker = Buffer.from("0123456789abcdef");

const CODECS = ["gzip", "deflate", "bzip2", "snappy", "lz4", "zstd"] as const;

const formats: readonly (readonly [string, FileFormat<string>])[] = [
  ["lines", textFormat(write, true, null)],
  ...CODECS.map((codec) => [`lines in ${codec}`, textFormat(write, true, hadoopCodecs[codec])] as const),
  ...[null, ...CODECS].flatMap((codec) => {
    const named = codec === null ? null : hadoopCodecs[codec];
    return (["record", "block"] as const).map((compressionType) => {
      const options = { write, writeFormat: "Text", codec: named, compressionType, now: () => 0 } as const;
      return [`a sequence file, ${codec} by the ${compressionType}`, sequenceFormat(options)] as const;
    });
  }),
  ["a container file", avroFormat(avroEvents(write), { codec: null, interval: 100 })],
  ["a container file in bzip2", avroFormat(avroEvents(write), { codec: avroCodecs.bzip2, interval: 100 })],
];

async function bytesOf(format: FileFormat<string>, bodies: readonly string[], isNew: boolean): Promise<Buffer> {
  const records = format.records(marker, isNew);
  for (const body of bodies) records.add(event(body));
  const content = (await format.compress?.(records)) ?? records;
  const pieces: Buffer[] = [];
  for await (const piece of content.pieces()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe("the end of what is whole", () => {
  for (const [title, format] of formats) {
    it(`is found wherever a file is cut: ${title}`, async () => {
      const batches = [["a"], ["b".repeat(300), "", "c"], ["d", "e".repeat(40), "f"]];
      const parts = await Promise.all(batches.map((bodies, index) => bytesOf(format, bodies, index === 0)));
      const file = Buffer.concat(parts);
      const ends = [0, ...parts.map((_, index) => Buffer.concat(parts.slice(0, index + 1)).length)];
      const wholeUpTo = (length: number) => {
        const cut = file.subarray(0, length);
        return wholeEnds[format.grain](
          async (at, most) => cut.subarray(at, Math.min(at + most, length)),
          length,
          length,
        );
      };
      for (let length = 0; length <= file.length; length++) {
        const end = await wholeUpTo(length);
        const confirmed = ends.filter((one) => one <= length).at(-1)!;
        assert.ok(end >= confirmed && end <= length, `${length}: ${end}, and ${confirmed} is confirmed`);
        // What it says is whole is found to be so by itself.
        assert.equal(await wholeUpTo(end), end, `${length}`);
      }
    });

    it(`stops where sectors are missing: ${title}`, async () => {
      const bodies = Array.from({ length: 120 }, (_, index) => `${index} ${"xyz".repeat(index)} ${Math.sin(index)}`);
      const first = await bytesOf(format, bodies, true);
      const second = await bytesOf(format, bodies.toReversed(), false);
      const file = Buffer.concat([first, second]);
      const hole = first.length + 512 - (first.length % 512);
      file.fill(0, hole, hole + 512);
      const read = async (at: number, most: number) => file.subarray(at, at + most);
      const end = await wholeEnds[format.grain](read, file.length, first.length);
      assert.ok(end >= first.length && end <= hole, `${end} of ${first.length} and ${hole}`);
    });
  }
});
