import { join } from "node:path";
import { LossError } from "../../contract/loss-error.ts";
import { messageOf } from "../../contract/message-of.ts";
import { StartError } from "../../contract/start-error.ts";
import type { FailureLog } from "../../log/failure-log.ts";
import { StateMisfitError } from "../../state/judge/state-misfit.ts";
import type { BegunBatch, Manifest } from "../../state/manifest.ts";
import type { StateBackend } from "../../state/state-backend.ts";
import { stateFiles } from "../../state/state-files.ts";
import type { StateObject } from "../../state/state-object.ts";
import type { BatchEnd, StateStore } from "../../state/state-store.ts";
import type { StateTable } from "../../state/state-table.ts";
import { backOff } from "../../system/back-off.ts";
import { elapsed } from "../../system/clock.ts";
import { fileName } from "../../system/file-name.ts";
import { rename, stat } from "../../system/files.ts";
import { contextOf, type Services } from "../services.ts";
import { shownFailures } from "../shown-failures.ts";
import type { Stream } from "./stream.ts";
import type { StreamState } from "./stream-state.ts";

/** What a stream keeps between batches, and the store that it comes back from. */
export class KeptState implements StreamState {
  readonly #stream: Stream;
  readonly #services: Services;
  readonly #saving: FailureLog;
  #objects: Readonly<Record<string, StateObject>> = {};
  readonly #tables = new Map<string, StateTable<unknown, unknown>>();
  /** How long the last batch took to be saved, in seconds. */
  #lastSave = Number.NaN;
  /** Null for a stream without state, and for one whose state lives no longer than the process. */
  #store: StateStore | null = null;

  constructor(stream: Stream, services: Services) {
    this.#stream = stream;
    this.#services = services;
    this.#saving = shownFailures(contextOf(services, stream.name));
  }

  get objects(): Readonly<Record<string, StateObject>> {
    return this.#objects;
  }

  get pendingUntil(): number | null {
    return earliest(Object.values(this.#objects).flatMap(({ pendingUntil }) => pendingUntil ?? []));
  }

  get restUntil(): number | null {
    const { pendingUntil } = this;
    const timers = Object.values(this.#objects).flatMap(({ timerAt }) => timerAt ?? []);
    return earliest(pendingUntil === null ? timers : [pendingUntil, ...timers]);
  }

  get isNew(): boolean {
    return this.#store === null ? Object.keys(this.#objects).length > 0 : this.#store.isNew;
  }

  async resume(): Promise<Manifest | null> {
    const { state, volatile } = this.#stream;
    if (state === undefined) return null;
    this.#objects = state();
    const shapes = new Map(Object.entries(this.#objects).map(([name, { shape }]) => [name, shape]));
    const [first] = Object.values(this.#objects);
    if (first === undefined) return null;
    if (volatile === true) {
      for (const [name, shape] of shapes) this.#tables.set(name, first.backend.newTable(shape));
    } else {
      this.#store = await this.#openStore(first.backend, shapes);
      for (const name of shapes.keys()) this.#tables.set(name, this.#store.table(name));
    }
    this.#attach();
    this.#observe();
    const saved = this.#store?.manifest ?? null;
    if (saved !== null) {
      const log = this.#services.logs.named(this.#stream.name);
      log.info("resumes", { after: new Date(saved.time).toISOString() });
    }
    return saved;
  }

  async open(): Promise<void> {
    for (const [name, object] of Object.entries(this.#objects)) {
      await object.open?.(contextOf(this.#services, `${this.#stream.name}.${name}`));
    }
  }

  get begun(): BegunBatch | null {
    return this.#store?.begun ?? null;
  }

  async begin(batch: Omit<BegunBatch, "every">): Promise<void> {
    const store = this.#store;
    if (store === null) return;
    await this.#persist("note the batch that begins", () => store.begin({ ...batch, every: this.#stream.every }));
  }

  async save(batch: Omit<BatchEnd, "every">): Promise<void> {
    const store = this.#store;
    if (store === null) {
      for (const table of this.#tables.values()) table.settle();
      return;
    }
    await this.#persist("save the state of a batch", async () => {
      const began = elapsed();
      await store.commit({ ...batch, every: this.#stream.every });
      this.#lastSave = (elapsed() - began) / 1000;
    });
  }

  async #persist(what: string, write: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await write();
        this.#saving.succeeded();
        return;
      } catch (error) {
        // Only what the system says may pass; anything else is a fault of the program or of its log.
        if (!("code" in (error as object)) || this.#services.stopping.aborted) throw error;
        const again = backOff(tries);
        this.#services.counters.count(this.#stream.name, "failed");
        const fields = { place: this.#stream.place, again: `${again}ms` };
        this.#saving.failed(`cannot ${what}: ${messageOf(error)}`, fields);
        await this.#services.clock.sleep(again, this.#services.stopping);
      }
    }
  }

  reset(): void {
    const { state } = this.#stream;
    if (state === undefined) return;
    for (const table of this.#tables.values()) table.rollback();
    const former = this.#objects;
    this.#objects = state();
    for (const [name, object] of Object.entries(this.#objects)) object.takeOver?.(former[name]!);
    this.#attach();
  }

  async close(): Promise<void> {
    const store = this.#store;
    this.#store = null;
    try {
      for (const object of Object.values(this.#objects)) await object.close?.();
    } finally {
      await store?.close();
    }
  }

  #observe(): void {
    const figures = [
      {
        name: "keys",
        help: "Keys that the stream keeps, by the operator that keeps them.",
        by: "name" as const,
        read: () => new Map([...this.#tables].map(([name, { size }]) => [name, size])),
      },
      { name: "bytes", help: "What the stream keeps, in bytes on disk.", read: () => this.#store?.bytes ?? Number.NaN },
      { name: "saveSeconds", help: "How long the last batch took to be saved.", read: () => this.#lastSave },
    ];
    const { name: component } = this.#stream;
    for (const figure of figures) this.#services.figures.add({ ...figure, component, of: "state" });
  }

  #attach(): void {
    for (const [name, object] of Object.entries(this.#objects)) object.attach(this.#tables.get(name)!);
  }

  async #openStore(backend: StateBackend, shapes: ReadonlyMap<string, StateObject["shape"]>): Promise<StateStore> {
    const { name: stream, place, kept = {} } = this.#stream;
    const { as: keptAs = stream, inputs: keptInputs = {}, chains = {} } = kept;
    const { dataDir, program, stateMemory: memory } = this.#services;
    const discard = discardedOf([stream, keptAs], this.#services.discardState);
    try {
      await refuseFormerCheckpoint(dataDir, keptAs, discard === "all");
      const files = stateFiles(dataDir, program, keptAs);
      const inputs = new Set(Object.keys(this.#stream.inputs).map((name) => keptInputs[name] ?? name));
      return await backend.open({ files, stream, shapes, chains, inputs, discard, memory });
    } catch (error) {
      if (error instanceof StateMisfitError) throw new LossError(place, error.message);
      throw new StartError(place, messageOf(error), { cause: error });
    }
  }
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

/** What `--discard-state` says of a stream, by the names that it has and had: all of it, or some of its tables. */
function discardedOf(streams: readonly string[], names: readonly string[]): ReadonlySet<string> | "all" {
  if (names.some((name) => streams.includes(name))) return "all";
  const ofStream = (name: string) =>
    streams.find((stream) => name.startsWith(`${stream}.`))?.length ?? Number.POSITIVE_INFINITY;
  return new Set(names.flatMap((name) => name.slice(ofStream(name) + 1) || []));
}

/**
 * Versions before the state store kept everything of a stream in one file, without types. It cannot be taken over, and
 * a start without it would lose it unnoticed.
 */
async function refuseFormerCheckpoint(dataDir: string, stream: string, isDiscarded: boolean): Promise<void> {
  const file = join(dataDir, "checkpoints", fileName(stream));
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  if (isDiscarded) return await rename(file, `${file}.discarded`);
  throw new Error(
    `${stream} has a checkpoint of an earlier version of Sluice, ${file}, whose contents have no types and are not taken ` +
      `over; finish with that version, or add --discard-state ${stream} to start without what it keeps`,
  );
}
