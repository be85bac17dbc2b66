/** The handshake of Avro RPC: the two sides tell each other what they speak, before the first call of a connection. */
import { AvroFault, type AvroReader } from "../support/avro/avro-reader.ts";
import type { AvroWriter } from "../support/avro/avro-writer.ts";
import { PROTOCOL_HASH, PROTOCOL_TEXT } from "./protocol.ts";

const HASH_LENGTH = 16;

/** Numbers of `HandshakeMatch`. */
const BOTH = 0;
const CLIENT = 1;
const NONE = 2;

/** What a client says of itself. */
export interface ClientHello {
  readonly hash: Buffer;
  /** Null where it trusts that its hash is known. */
  readonly protocol: string | null;
  readonly knowsServer: boolean;
}

/** Reads the client's handshake (Avro 1.11, "Handshake"); throws when the bytes are none. */
export function readClientHello(reader: AvroReader): ClientHello {
  const hash = reader.fixed(HASH_LENGTH);
  const protocol = optional(reader, () => reader.string());
  const serverHash = reader.fixed(HASH_LENGTH);
  optional(reader, () => readMetadata(reader));
  return { hash, protocol, knowsServer: serverHash.equals(PROTOCOL_HASH) };
}

/** `isKnown`: whether it is known what the client speaks; where it is not, the client is to say it and call again. */
export function writeServerHello(writer: AvroWriter, { knowsServer }: ClientHello, isKnown: boolean): void {
  const match = !isKnown ? NONE : knowsServer ? BOTH : CLIENT;
  writer.long(match);
  if (match === BOTH) writer.long(0).long(0);
  else writer.long(1).string(PROTOCOL_TEXT).long(1).fixed(PROTOCOL_HASH);
  writer.long(0);
}

/** Always says what it speaks, so that no server has to ask. */
export function writeClientHello(writer: AvroWriter): void {
  writer.fixed(PROTOCOL_HASH).long(1).string(PROTOCOL_TEXT).fixed(PROTOCOL_HASH).long(0);
}

/** Gives what the server speaks; null where it is the same. Throws an AvroFault where the server does not know us. */
export function readServerHello(reader: AvroReader): string | null {
  const match = reader.long();
  const protocol = optional(reader, () => reader.string());
  optional(reader, () => reader.fixed(HASH_LENGTH));
  optional(reader, () => readMetadata(reader));
  if (match === NONE) throw new AvroFault("the other side does not speak AvroSourceProtocol");
  return protocol;
}

/** Passed over: no agent of Flume sets any. */
export function readMetadata(reader: AvroReader): void {
  reader.items(2, () => [reader.string(), reader.bytes()]);
}

/** A union of null and something. */
function optional<T>(reader: AvroReader, read: () => T): T | null {
  const branch = reader.long();
  if (branch !== 0 && branch !== 1) throw new AvroFault("a union has no such branch");
  return branch === 0 ? null : read();
}
