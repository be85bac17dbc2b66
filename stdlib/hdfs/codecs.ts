import { avroCodecs } from "../support/compression/avro-codec.ts";
import { hadoopCodecs } from "../support/compression/hadoop-codec.ts";

/** Everything that files can be compressed with. */
export const codecs = { hadoop: hadoopCodecs, avro: avroCodecs };
