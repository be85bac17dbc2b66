/** Bytes that are made when they are asked for. */
export interface Content {
  /** Each piece is valid until the next one is asked for. */
  pieces(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** A file of a sink, from its first byte until it has its final name. Paths are absolute, parts divided by `/`. */
export interface StoredFile {
  /** Where it is while it is written. */
  readonly path: string;
  readonly final: string;
}

/** A file of which `length` bytes belong to batches that are whole. */
export interface ExactFile {
  readonly file: StoredFile;
  readonly length: number;
}

/** Notes which batches are whole in all their files, so that a later start takes back to the byte what is not. */
export interface BatchNotes {
  /** Whether the batch is whole, as the last of all. */
  has(batch: string): boolean;
  /** Resolves when a later start will leave just so many bytes of these files, which are about to get more; none is no file. */
  begin(files: readonly ExactFile[]): Promise<void>;
  /**
   * Resolves when a later start will know that the batch is whole, and that just so many bytes of these files count. Null is
   * a batch without a name. Where it rejects, nobody knows what that start will know, and it has to be called again.
   */
  commit(batch: string | null, files: readonly ExactFile[]): Promise<void>;
}

/** What a batch that failed did to one file. */
export interface AbortedWrite {
  readonly file: StoredFile;
  /** Bytes of it that belong to confirmed batches; null where this batch began it. */
  readonly confirmed: number | null;
  /** How the write left the file; `unknown` also where it succeeded and other files of the batch failed. */
  readonly state: FileState;
}

/**
 * Where rolled files are kept: what RollingFiles needs of a file system or an object store, and no more. A store that
 * can neither append nor rename (S3) begins a multipart upload, adds a part to it, completes it and aborts it.
 */
export interface FileStore {
  /** Null where the store cannot take a batch back to the byte. */
  readonly batches: BatchNotes | null;
  /** Resolves when a later start will know of these files, which are about to begin, and complete or discard them. */
  announce(files: readonly StoredFile[]): Promise<void>;
  /**
   * Makes a file of these bytes. Resolves to how many it has once they are safe. Rejects with a NameTakenError when
   * something else has that name, which is left alone, with a NameRefusedError when no file can have it, and with a
   * StoreError otherwise.
   */
  begin(file: StoredFile, content: Content): Promise<number>;
  /** Adds bytes to a file that is `length` bytes long. Resolves to how many once they are safe; rejects with a StoreError. */
  append(file: StoredFile, length: number, content: Content): Promise<number>;
  /** Gives files their final names, now or by later tries. Never rejects. */
  complete(files: readonly StoredFile[]): Promise<void>;
  /**
   * Takes back what a failed batch has written, now or by later tries, and completes what is left of files that it
   * touched. Files that are `unchanged` and not new stay in use. Never rejects.
   */
  abort(writes: readonly AbortedWrite[]): Promise<void>;
}

/**
 * How a call that failed left the file: surely as it was; perhaps changed, wholly or in part; or already changed by
 * someone else, so that it is no longer ours to go on with.
 */
export type FileState = "unchanged" | "unknown" | "foreign";

/** Something did not work, or it is not known whether it did. The message says where and why. */
export class StoreError extends Error {
  readonly state: FileState;

  constructor(message: string, state: FileState, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.state = state;
  }
}

/** There is already something of this name, and it is left alone. */
export class NameTakenError extends StoreError {
  constructor(path: string) {
    super(`${path} exists`, "unchanged");
    this.name = "NameTakenError";
  }
}

/** No file can have this name, however often it is tried: it is too long, or a part of its path is a file. */
export class NameRefusedError extends StoreError {
  /** `name` is shown as far as it is readable. */
  constructor(name: string, why: string, options?: ErrorOptions) {
    const shown = name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN)}…` : name;
    super(`no file can be made as ${shown}: ${why}`, "unchanged", options);
    this.name = "NameRefusedError";
  }
}

/** Characters of a name. */
const MOST_SHOWN = 120;
