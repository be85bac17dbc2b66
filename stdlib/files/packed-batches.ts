import type { Event } from "../../runtime/contract/event.ts";
import { type Fault, refuseFaults } from "../../runtime/contract/refuse-faults.ts";
import type { FileFormat } from "../support/rolling/formats/file-format.ts";
import type { Batches } from "./files-sink.ts";

/** Batches of a format that packs each as a whole: blocks of a container file, or a stream of a codec. */
export function packedBatches<T>(format: FileFormat<T>): Batches<T> {
  return {
    extension: format.extension.replace(/^\./, ""),
    endsByNotes: true,
    of: (events) => (marker, isNew) => pack(format, events, marker, isNew),
  };
}

async function pack<T>(
  format: FileFormat<T>,
  events: readonly Event<T>[],
  marker: Uint8Array,
  isNew: boolean,
): Promise<Buffer> {
  const records = format.records(marker, isNew);
  const faults: Fault[] = [];
  events.forEach((event, index) => {
    try {
      records.add(event);
    } catch (error) {
      faults.push({ index, error });
    }
  });
  refuseFaults(faults);
  const content = (await format.compress?.(records)) ?? records;
  const pieces: Buffer[] = [];
  // Each piece is valid until the next one.
  for await (const piece of content.pieces()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
