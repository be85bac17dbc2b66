import { messageOf } from "../../../runtime/contract/message-of.ts";
import { avroUnpacker } from "../compression/avro-unpack.ts";
import { avroJson } from "./avro-json.ts";
import { AvroFault, AvroReader } from "./avro-reader.ts";

/** Bytes that are no container file of Avro, or not to their end. */
export class ContainerError extends Error {}

/** What the beginning of a file says. */
interface Header {
  readonly jsonOf: (reader: AvroReader) => string;
  readonly unpack: NonNullable<ReturnType<typeof avroUnpacker>>;
  readonly marker: Buffer;
}

const MARKER = 16;
/** More bytes than any schema has. */
const LONGEST_HEADER = 16 * 2 ** 20;

/** Reads the data of a container file as JSON, in the pieces that come. Each may be asked for once the one before is there. */
export class ContainerReader {
  readonly #longest: number;
  #bytes: Buffer = Buffer.alloc(0);
  /** What came since, and is not worth a look yet. */
  #waiting: Buffer[] = [];
  /** So many bytes are needed before it is worth another look. */
  #needed = 0;
  #header: Header | null = null;

  /** `longest` is for blocks, as they are and unpacked. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The data that `bytes` complete. Rejects with a ContainerError. */
  async push(bytes: Buffer): Promise<string[]> {
    // Whoever reads the file may use its buffer again.
    this.#waiting.push(Buffer.from(bytes));
    if (this.#size < this.#needed) return [];
    this.#bytes = Buffer.concat([this.#bytes, ...this.#waiting]);
    this.#waiting = [];
    const found: string[] = [];
    try {
      while (this.#bytes.length >= this.#needed) {
        const left = this.#bytes.length;
        if (this.#header === null) this.#header = this.#readHeader();
        else for (const json of await this.#readBlock(this.#header)) found.push(json);
        if (this.#bytes.length === left) break;
      }
    } catch (error) {
      throw new ContainerError(messageOf(error), { cause: error });
    }
    return found;
  }

  /** Throws a ContainerError where the file ends in the middle. */
  end(): string[] {
    if (this.#header === null) throw new ContainerError("the file ends before its schema does");
    if (this.#size > 0) throw new ContainerError("the file ends in the middle of a block");
    return [];
  }

  get #size(): number {
    return this.#waiting.reduce((sum, { length }) => sum + length, this.#bytes.length);
  }

  /** Null where more bytes have to come. */
  #readHeader(): Header | null {
    const reader = new AvroReader(this.#bytes);
    const start = this.#bytes.toString("latin1", 0, 4);
    if (start !== "Obj\x01".slice(0, start.length)) throw new AvroFault("it is not a container file of Avro");
    const meta = new Map<string, string>();
    try {
      reader.fixed(4);
      for (const [name, value] of reader.items(2, () => [reader.string(), reader.string()] as const)) {
        meta.set(name, value);
      }
      const marker = Buffer.from(reader.fixed(MARKER));
      this.#skip(this.#bytes.length - reader.left);
      return { ...headerOf(meta), marker };
    } catch (error) {
      if (!(error instanceof AvroFault) || this.#bytes.length > LONGEST_HEADER) throw error;
      this.#needed = this.#bytes.length + 1;
      return null;
    }
  }

  async #readBlock({ jsonOf, unpack, marker }: Header): Promise<string[]> {
    const reader = new AvroReader(this.#bytes);
    // A number may be cut in two.
    if (reader.left < 20 && !hasTwoNumbers(this.#bytes)) return [];
    const [count, size] = [reader.long(), reader.long()];
    if (count < 0 || size < 0 || size > this.#longest) throw new AvroFault(`a block says that it has ${size} bytes`);
    const start = this.#bytes.length - reader.left;
    this.#needed = start + size + MARKER;
    if (this.#bytes.length < this.#needed) return [];
    const packed = reader.fixed(size);
    if (!reader.fixed(MARKER).equals(marker)) throw new AvroFault("there is no marker behind a block");
    const data = new AvroReader(await unpack(packed, this.#longest));
    const found = Array.from({ length: checkedCount(count, data.left) }, () => jsonOf(data));
    if (data.left > 0) throw new AvroFault("a block has more bytes than data");
    this.#skip(this.#needed);
    return found;
  }

  #skip(count: number): void {
    this.#bytes = this.#bytes.subarray(count);
    this.#needed = 0;
  }
}

function headerOf(meta: ReadonlyMap<string, string>): Omit<Header, "marker"> {
  const codec = meta.get("avro.codec") ?? "null";
  const unpack = avroUnpacker(codec);
  if (unpack === null) throw new Error(`it is compressed with ${codec}, which is not read here`);
  const schema: unknown = JSON.parse(meta.get("avro.schema") ?? "");
  return { jsonOf: avroJson(schema), unpack };
}

/** Data of no bytes at all (`null`) come in any number; beyond this one it is no file that somebody means. */
const MOST_OF_NOTHING = 1_000_000;

function checkedCount(count: number, bytes: number): number {
  if (count > Math.max(bytes, MOST_OF_NOTHING)) throw new AvroFault("a block says that it has more data than bytes");
  return count;
}

/** Whether there are two bytes that end a number. */
function hasTwoNumbers(bytes: Buffer): boolean {
  return bytes.subarray(0, 20).filter((byte) => byte < 0x80).length >= 2;
}
