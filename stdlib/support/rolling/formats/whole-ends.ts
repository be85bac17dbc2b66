import { firstGap } from "../../first-gap.ts";
import type { Grain, WholeEnd } from "./file-format.ts";
import { wholeMembers } from "./gzip-member.ts";
import { wholeContainer } from "./whole-container.ts";
import { wholeSequence } from "./whole-sequence.ts";
import { wholeStreams } from "./whole-streams.ts";

/** How far a file consists of whole lines. */
const wholeLines: WholeEnd = async (read, length, doubtful) => {
  const window = 64 * 1024;
  for (let end = await firstGap(read, doubtful, length); end > 0; ) {
    const start = Math.max(0, end - window);
    const newline = (await read(start, end - start)).lastIndexOf(10);
    if (newline !== -1) return start + newline + 1;
    end = start;
  }
  return 0;
};

/** How far a file consists of whole streams of a codec. */
function streamsOf(codec: Parameters<typeof wholeStreams>[0]): WholeEnd {
  return async (read, length, doubtful) => wholeStreams(codec, read, await firstGap(read, doubtful, length));
}

/** How the end of what is whole is found in files of each kind. */
export const wholeEnds: Readonly<Record<Grain, WholeEnd>> = {
  lines: wholeLines,
  anything: (read, length, doubtful) => firstGap(read, doubtful, length),
  sequence: wholeSequence,
  container: wholeContainer,
  // Its members have checksums, and may have zeros in them.
  gzip: wholeMembers,
  deflate: streamsOf("deflate"),
  bzip2: streamsOf("bzip2"),
  snappy: streamsOf("snappy"),
  lz4: streamsOf("lz4"),
  zstd: streamsOf("zstd"),
};
