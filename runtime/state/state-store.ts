import { type Lock, lock } from "../system/directory-lock.ts";
import { rm, stat } from "../system/files.ts";
import { judgeTables } from "./judge/judge-tables.ts";
import { type Misfit, StateMisfitError } from "./judge/state-misfit.ts";
import { StateLog, type StateLogOptions } from "./log/state-log.ts";
import type { LoggedTable } from "./logged-table.ts";
import type { BegunBatch, Manifest, StoredTable } from "./manifest.ts";
import type { StateFiles } from "./state-files.ts";
import type { StateTable, TableShape } from "./state-table.ts";
import { loggedTable, storedTable } from "./stored-tables.ts";

/** What a store of a stream's state is opened with. */
export interface StateStoreOptions extends StateLogOptions {
  readonly files: StateFiles;
  /** Name of the stream, for messages. */
  readonly stream: string;
  /** What the program keeps, by its stable name. */
  readonly shapes: ReadonlyMap<string, TableShape<unknown>>;
  /** Other names of those that no `let` names, with hashes of their chains. */
  readonly chains?: Readonly<Record<string, string>>;
  /** Names under which positions of the inputs that the program reads are kept; absent: whatever is kept is read. */
  readonly inputs?: ReadonlySet<string>;
  /** What is to be given up at this start: some of the tables, positions of inputs that are gone, or all. */
  readonly discard: ReadonlySet<string> | "all";
}

/** What a batch leaves beside its tables. */
export type BatchEnd = Pick<Manifest, "every" | "zeroTime" | "time" | "inputs">;

/** The tables of one stream and the log that they come back from. One process has it at a time. */
export class StateStore {
  /** The last batch that was finished; null where there was none. */
  readonly manifest: Manifest | null;
  /** The batch behind it, whose outputs may have been written; null where none was begun. */
  readonly begun: BegunBatch | null;
  /** Whether no earlier start is known of: nothing was there, or it is to be given up. */
  readonly isNew: boolean;
  readonly #lock: Lock;
  readonly #log: StateLog;
  readonly #stored: readonly StoredTable[];
  readonly #nextTable: number;
  readonly #byId: ReadonlyMap<number, LoggedTable>;
  readonly #byName: ReadonlyMap<string, LoggedTable>;

  private constructor(
    lock: Lock,
    log: StateLog,
    { manifest, begun, isNew }: Pick<StateStore, "manifest" | "begun" | "isNew">,
    tables: readonly (StoredTable & { readonly logged: LoggedTable })[],
    nextTable: number,
  ) {
    this.manifest = manifest;
    this.begun = begun;
    this.isNew = isNew;
    this.#lock = lock;
    this.#log = log;
    this.#nextTable = nextTable;
    this.#stored = tables.map(({ logged: _, ...stored }) => stored);
    this.#byId = new Map(tables.map(({ id, logged }) => [id, logged]));
    this.#byName = new Map(tables.map(({ name, logged }) => [name, logged]));
  }

  /**
   * Takes over what is there. Rejects with StateMisfitError for what does not fit and is not to be discarded, with
   * LockedError while another process has it, with DamagedLogError.
   */
  static async open({
    files,
    stream,
    shapes,
    chains = {},
    inputs,
    discard,
    ...options
  }: StateStoreOptions): Promise<StateStore> {
    const held = await lock(files.lock);
    const isNew = discard === "all" || (await stat(files.log).catch(() => null)) === null;
    let log = new StateLog(files.log, options);
    try {
      const former = await log.open({ write: true }).catch(async (error: unknown) => {
        if (discard !== "all") throw error;
        // What is damaged cannot be continued behind.
        await log.close();
        await rm(files.log, { recursive: true, force: true });
        log = new StateLog(files.log, options);
        return await log.open({ write: true });
      });
      // The first batch gives it up, so that a start that fails has taken nothing.
      const manifest = discard === "all" ? null : former;
      const stored = manifest?.tables ?? [];
      const given = discard === "all" ? new Set<string>() : discard;
      const gone = goneInputs(manifest, inputs);
      refuseUnknownTables(stream, given, [...stored.map(({ name }) => name), ...shapes.keys(), ...gone]);
      const kept = stored.filter(({ name }) => !given.has(name));
      const declared = new Map([...shapes].map(([name, shape]) => [name, { ...shape, chain: chains[name] }]));
      const tables = judgeTables(kept, declared).flatMap(({ verdict, stored, name, reason }) => {
        if (stored === null) return [];
        const shape = name === null ? undefined : shapes.get(name);
        const logged =
          shape === undefined ? storedTable(stored) : loggedTable(stored.id, shape, verdict === "migrated");
        return [{ stored, name, reason, logged }];
      });
      await log.restore(new Map(tables.map(({ stored, logged }) => [stored.id, logged])));
      const misfits = tables.flatMap(({ stored, reason, logged }): Misfit[] => {
        return reason === null || logged.table.size === 0 ? [] : [{ table: stored, keys: logged.table.size, reason }];
      });
      const unread = gone.filter((name) => !given.has(name));
      if (misfits.length > 0 || unread.length > 0) throw new StateMisfitError(stream, misfits, unread);

      const taken = new Map(tables.map(({ name, logged }) => [name, logged]));
      let nextTable = former?.nextTable ?? 1;
      const all = [...declared].map(
        ([name, { keyOf: _, toStored: __, fromStored: ___, spills: ____, chain, ...types }]) => {
          const known = taken.get(name);
          known?.table.resume();
          const logged = known ?? loggedTable(nextTable++, shapes.get(name)!);
          if (known === undefined) log.store(logged);
          return { id: logged.id, name, ...(chain === undefined ? {} : { chain }), ...types, logged };
        },
      );
      const begun = discard === "all" ? null : log.begun;
      return new StateStore(held, log, { manifest, begun, isNew }, all, nextTable);
    } catch (error) {
      await log.close().catch(() => {});
      await held.release();
      throw error;
    }
  }

  /** The table of a name that `shapes` has. */
  table(name: string): StateTable<unknown, unknown> {
    return this.#byName.get(name)!.table;
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#log.bytes;
  }

  /** Makes it known, before its outputs are written, what a batch reads. What rejects may be tried again. */
  async begin(batch: BegunBatch): Promise<void> {
    await this.#log.begin(batch);
  }

  /** Makes safe what the batch has changed, with where its inputs stand. What rejects may be tried again. */
  async commit(end: BatchEnd): Promise<void> {
    await this.#log.commit(this.#byId, { ...end, tables: this.#stored, nextTable: this.#nextTable });
  }

  async close(): Promise<void> {
    try {
      await this.#log.close();
    } finally {
      await this.#lock.release();
    }
  }
}

/** Inputs of which something was read, and that the program does not read any more. */
function goneInputs(manifest: Manifest | null, inputs: ReadonlySet<string> | undefined): string[] {
  if (manifest === null || inputs === undefined) return [];
  return [...manifest.inputs].flatMap(([name, { positions }]) => {
    const isRead = [...positions.values()].some((position) => position !== "0");
    return isRead && !inputs.has(name) ? [name] : [];
  });
}

/** A name that is misspelt would give up nothing, and nobody would notice. */
function refuseUnknownTables(stream: string, given: ReadonlySet<string>, known: readonly string[]): void {
  const unknown = [...given].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const there = [...new Set(known)].map((name) => `${stream}.${name}`).join(", ");
  throw new Error(`--discard-state ${stream}.${unknown}: there is no state of that name; there is ${there}`);
}
