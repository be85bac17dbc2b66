import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Event } from "../../../runtime/contract/event.ts";
import type { Output, Source } from "../../../runtime/contract/source.ts";
import type { TaildirOptions } from "../../../stdlib/taildir/taildir.options.ts";
import { taildir } from "../../../stdlib/taildir/taildir.ts";
import { type ManualClock, manualClock } from "../../support/manual-clock.ts";
import { contextFor } from "../support/context.ts";
import { declared } from "../support/one-agent.ts";

/** How often the source looks, in ms. */
const LOOK = 250;

/** The real source on a clock that a test moves, stopped, killed and started again as often as it likes. */
export class FollowedFolder {
  readonly clock: ManualClock = manualClock(Date.now());
  readonly positionFile: string;
  readonly logs: string[] = [];
  readonly counts = new Map<string, number>();
  /** All events that were taken, by whichever run. */
  readonly taken: Event<string>[] = [];
  /** What each kill may make come again: what was taken since the positions were last written. */
  readonly mayRepeat: string[] = [];
  readonly #folder: string;
  readonly #options: TaildirOptions;
  #run: { source: Source<string>; draining: AbortController; running: Promise<void> } | null = null;
  /** Since then the positions have not been written. */
  #safe = 0;
  #positions = "";
  /** How many more puts are taken; then the process is dead. */
  #putsLeft = Infinity;

  constructor(folder: string, options: TaildirOptions) {
    this.#folder = folder;
    this.positionFile = join(folder, "positions.json");
    this.#options = { ...options, positionFile: this.positionFile, pollDelay: LOOK };
  }

  get isDead(): boolean {
    return this.#putsLeft === 0;
  }

  bodies(): string[] {
    return this.taken.map(({ body }) => body);
  }

  /** Starts the source, and reads all that is there. */
  async start(): Promise<void> {
    const source = taildir(this.#options, declared("r1"));
    const draining = new AbortController();
    const { clock, logs } = this;
    const context = contextFor({ clock, logs, draining: draining.signal, dataDir: join(this.#folder, "data") });
    const count = (name: string, by = 1) => void this.counts.set(name, (this.counts.get(name) ?? 0) + by);
    await source.open({ ...context, count });
    this.#putsLeft = Infinity;
    this.#run = { source, draining, running: source.run(this.#output()) };
    await this.#idle();
  }

  /** Ends the source in order. */
  async stop(): Promise<void> {
    const { source, draining, running } = this.#run!;
    draining.abort();
    await running;
    await source.close();
    this.#run = null;
    this.#notePositions();
  }

  /** The process dies after so many more puts. */
  dieAfter(puts: number): void {
    this.#putsLeft = puts;
  }

  /** Ends the source as `kill -9` does: what is on the disk now is what the next one finds. */
  async kill(restore: (positions: string) => void): Promise<void> {
    if (!this.isDead) this.#notePositions();
    this.#putsLeft = 0;
    const positions = this.#positions;
    this.mayRepeat.push(...this.bodies().slice(this.#safe));
    const { source, draining, running } = this.#run!;
    draining.abort();
    await running;
    await source.close();
    this.#run = null;
    restore(positions);
    this.#safe = this.taken.length;
  }

  /** Lets the source look once, and read all that it finds. */
  async look(): Promise<void> {
    await this.clock.advance(LOOK);
    await this.#idle();
  }

  /** Lets so much time pass that every file is at rest, and the source close them. */
  async rest(): Promise<void> {
    await this.look();
    await this.clock.advance(121_000);
    await this.#idle();
    for (let looks = 0; looks < 3; looks++) await this.look();
    await this.clock.advance(3000);
    await this.#idle();
  }

  /** The source waits for time to pass when it has nothing else to do. */
  async #idle(): Promise<void> {
    while (this.clock.waiting === 0) await nextTurn();
  }

  #output(): Output<string> {
    return {
      batchSize: 100,
      put: async (events) => {
        if (this.isDead) return;
        this.#notePositions();
        this.taken.push(...events);
        this.#putsLeft -= 1;
      },
    };
  }

  #notePositions(): void {
    const positions = readFileSync(this.positionFile, "utf8");
    if (positions === this.#positions) return;
    this.#positions = positions;
    this.#safe = this.taken.length;
  }
}
