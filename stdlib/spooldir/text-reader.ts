import type { Context } from "../../runtime/contract/context.ts";
import { lineFaults } from "../support/framing/line-faults.ts";
import { RecordReader } from "../support/framing/record-reader.ts";
import { BlobReader } from "./blob-reader.ts";
import type { SpooldirOptions } from "./spooldir.options.ts";

/** Makes texts of the bytes of one file. */
export interface TextReader {
  /** Those that `bytes` complete. Rejects with a ContainerError where they are not what the file should have. */
  push(bytes: Buffer): readonly string[] | Promise<readonly string[]>;
  /** Those at the end of the file. */
  end(): readonly string[];
}

/** Makes a reader for one file. Throws a RangeError for an unknown encoding. */
export type MakeReader = (options: Required<SpooldirOptions>, context: Context) => TextReader;

/** A reader for a file of text: of its lines, or of all of it. */
export const textReader: MakeReader = (options, context) => {
  const { deserializer, charset: encoding, maxLineLength: maxLength, maxBlobLength } = options;
  const faults = lineFaults(context, {});
  if (deserializer === "blob") {
    return new BlobReader(encoding, maxBlobLength, (fault, times) => {
      if (fault === "invalidCharacters") return faults(fault, times);
      context.count(fault, times);
      context.log.once(fault, "a file is larger than `maxBlobLength`: it comes in pieces");
    });
  }
  const lines = { encoding, maxLength, overlong: "cut", carriageReturn: "remove" } as const;
  // Whoever reads a file to its end need not wait for more of it.
  const reader = new RecordReader(lines, { ...options, recordTimeout: Infinity }, context, faults);
  return { push: (bytes) => reader.push(bytes).texts, end: () => reader.end("whole").texts };
};
