import { dirname, join } from "node:path";
import { fileName } from "../file-name.ts";
import { makeDirectory } from "../make-directory.ts";
import { messageOf } from "../message-of.ts";
import type { Services } from "../program/services.ts";
import { StartError } from "../program/start-error.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import type { StateObject, Stream } from "./stream.ts";

/** What a stream keeps between batches, and the checkpoint that it comes back from. */
export class KeptState {
  readonly #stream: Stream;
  readonly #services: Services;
  readonly #file: string;
  #objects: Readonly<Record<string, StateObject>> = {};
  /** The checkpoint of a stream whose state lives no longer than the process; null before the first batch. */
  #inMemory: Checkpoint["state"] | null = null;

  constructor(stream: Stream, services: Services) {
    this.#stream = stream;
    this.#services = services;
    this.#file = join(services.dataDir, "checkpoints", fileName(stream.name));
  }

  /** Empty for a stream without state. Others after each `reset`. */
  get objects(): Readonly<Record<string, StateObject>> {
    return this.#objects;
  }

  /** Takes over what an earlier process has saved, and gives it; null where there is nothing. */
  async resume(): Promise<Checkpoint | null> {
    const stream = this.#stream;
    if (stream.state === undefined) return null;
    this.#objects = stream.state();
    if (stream.volatile === true) return null;
    await makeDirectory(dirname(this.#file));
    const saved = await readCheckpoint(this.#file);
    if (saved === null) return null;
    if (saved.every !== stream.every) {
      throw new StartError(
        stream.place,
        `${stream.name} has kept state of ${saved.every} ms batches and now has ${stream.every} ms ones; ` +
          `go back to the old interval, or delete ${this.#file} to begin without that state`,
      );
    }
    this.#restore(saved.state);
    this.#services.logs.named(stream.name).info("resumes", { after: new Date(saved.time).toISOString() });
    return saved;
  }

  /** Saves all of a batch that is done. */
  async save(batch: Omit<Checkpoint, "every" | "state">): Promise<void> {
    const { every, state: keeps, volatile } = this.#stream;
    if (keeps === undefined) return;
    const state = new Map(Object.entries(this.#objects).map(([name, object]) => [name, object.snapshot()]));
    if (volatile === true) this.#inMemory = structuredClone(state);
    else await writeCheckpoint(this.#file, { ...batch, every, state });
  }

  /** Makes the objects what they were after the last batch that is done, whatever a failed one has left in them. */
  async reset(): Promise<void> {
    const { state, volatile } = this.#stream;
    if (state === undefined) return;
    this.#objects = state();
    const saved = volatile === true ? structuredClone(this.#inMemory) : (await readCheckpoint(this.#file))?.state;
    if (saved !== null && saved !== undefined) this.#restore(saved);
  }

  #restore(saved: Checkpoint["state"]): void {
    for (const [name, object] of Object.entries(this.#objects)) {
      if (!saved.has(name)) continue;
      try {
        object.restore(saved.get(name));
      } catch (error) {
        const { name: stream, place } = this.#stream;
        throw new StartError(
          place,
          `what ${stream} has kept as ${name} is not what it keeps now (${messageOf(error)}); ` +
            `go back to the old program, or delete ${this.#file} to begin without that state`,
        );
      }
    }
  }
}
