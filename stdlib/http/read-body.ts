import { promisify, TextDecoder } from "node:util";
import { gunzip, inflate } from "node:zlib";
import type { IncomingMessage } from "../../runtime/system/network.ts";
import { notNow, Refusal } from "./refusal.ts";

/** How many bytes all requests together may have here. */
export class Allowance {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  /** Throws a Refusal where there is not so much left. */
  take(bytes: number): void {
    if (bytes > this.#left) throw notNow("too many requests wait for the channel");
    this.#left -= bytes;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

/** What is wrong with the head of a request, before anything of its body is asked for. Throws a Refusal. */
export function checkBodyHead({ headers }: IncomingMessage, maxBodySize: number): void {
  if (Number(headers["content-length"] ?? 0) > maxBodySize) throw tooLarge(maxBodySize);
  const encoding = encodingOf(headers["content-encoding"]);
  if (!["", "identity", "gzip", "x-gzip", "deflate"].includes(encoding)) {
    throw new Refusal(415, `the content encoding ${encoding} is not supported`, { "Accept-Encoding": "gzip, deflate" });
  }
  decoderOf(headers["content-type"]);
}

/** The text of a body, unpacked. `took` is told of each piece that is kept. Rejects with a Refusal. */
export async function readBody(
  request: IncomingMessage,
  maxBodySize: number,
  took: (bytes: number) => void,
): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  // Not destroyed where it is left early: it is still to be answered.
  const arriving: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const piece of arriving) {
    length += piece.length;
    if (length > maxBodySize) throw tooLarge(maxBodySize);
    took(piece.length);
    pieces.push(piece);
  }
  const decoder = decoderOf(request.headers["content-type"]);
  const packed = Buffer.concat(pieces, length);
  const bytes = await unpacked(packed, encodingOf(request.headers["content-encoding"]), maxBodySize);
  took(bytes.length - packed.length);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refusal(400, `the body is not ${decoder.encoding}`);
  }
}

const unpackers = { gzip: promisify(gunzip), "x-gzip": promisify(gunzip), deflate: promisify(inflate) };

async function unpacked(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
  if (encoding === "" || encoding === "identity") return bytes;
  try {
    return await unpackers[encoding as keyof typeof unpackers](bytes, { maxOutputLength });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxOutputLength);
    throw new Refusal(400, `the body is not ${encoding}`);
  }
}

function decoderOf(contentType = ""): TextDecoder {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new Refusal(415, `the charset ${charset} is not known`);
  }
}

function encodingOf(header = ""): string {
  return header.trim().toLowerCase();
}

function tooLarge(maxBodySize: number): Refusal {
  return new Refusal(413, `the body is larger than ${maxBodySize} bytes`);
}
