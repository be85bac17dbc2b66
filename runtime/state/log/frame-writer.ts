import { RecordWriter } from "../../log-store/record-writer.ts";

/** Bytes after which the records of a batch continue in another frame: 1 MiB. */
const FRAME_BYTES = 1_048_576;

/** What stands before each record. */
const LENGTH_BYTES = 4;

/** Where a record of a batch stands: in which of its frames, and where its bytes begin in the body of that. */
export interface Written {
  readonly frame: number;
  readonly start: number;
  /** Its bytes, with its length. */
  readonly bytes: number;
}

/** Records of a batch that are appended together. */
export interface Frame {
  readonly body: Buffer;
  readonly count: number;
}

/** Lays out the records of a batch in frames of a bounded size, so that no reader needs more than one at a time. */
export class FrameWriter {
  readonly #full: Frame[] = [];
  #writer: RecordWriter;

  /** The first frame has room for so many bytes before it grows. */
  constructor(room?: number) {
    this.#writer = new RecordWriter(room);
  }

  /** Bytes of all records so far. */
  get size(): number {
    return this.#full.reduce((sum, { body }) => sum + body.length, this.#writer.position);
  }

  /** Bytes of the largest of the frames that are finished. */
  get largest(): number {
    return Math.max(...this.#full.map(({ body }) => body.length));
  }

  /** So many bytes are about to come, as far as they fit into this frame. */
  makeRoom(bytes: number): void {
    this.#writer.makeRoom(Math.min(bytes, FRAME_BYTES));
  }

  /** Writes one record, and says where it stands. */
  write(record: (writer: RecordWriter) => void): Written {
    if (this.#writer.position >= FRAME_BYTES) this.#finish();
    const before = this.#writer.position;
    record(this.#writer);
    return { frame: this.#full.length, start: before + LENGTH_BYTES, bytes: this.#writer.position - before };
  }

  /** All frames, in order. The writer must not be used after. */
  finish(): readonly Frame[] {
    if (this.#writer.count > 0) this.#finish();
    return this.#full;
  }

  #finish(): void {
    this.#full.push({ body: this.#writer.finish(), count: this.#writer.count });
    this.#writer = new RecordWriter();
  }
}
