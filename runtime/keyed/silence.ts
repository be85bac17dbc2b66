import type { Entry } from "../state/entry.ts";
import type { StateTable } from "../state/state-table.ts";
import { TimerQueue } from "./timer-queue.ts";

/** How long the keys of a table may be silent, and which have been so for longer. */
export class Silence<K, V> {
  readonly #timers = new TimerQueue<K>();
  readonly #table: StateTable<K, V>;
  readonly #timeout: number;
  readonly #seen: (value: V) => number;

  /** `timeout` in ms; `seen` gives the time, in ms, at which a key of the table last had a value. */
  constructor(table: StateTable<K, V>, timeout: number, seen: (value: V) => number) {
    this.#table = table;
    this.#timeout = timeout;
    this.#seen = seen;
    table.forEach((entry) => {
      this.watch(entry);
    });
  }

  /** Watches a key from now on; one that is watched already needs no second call when it is seen again. */
  watch(entry: Entry<K, V>): void {
    this.#timers.schedule(entry, this.#seen(entry.value) + this.#timeout);
  }

  /** Takes the keys out of the table that were last seen more than the timeout before `time`, and gives each to `ended`. */
  end(time: number, ended: (key: K, value: V) => void): void {
    // Only what lies before `time`, strictly, has timed out.
    for (let sleeper = this.#timers.next(time - 1); sleeper !== null; sleeper = this.#timers.next(time - 1)) {
      const entry = this.#table.find(sleeper.key);
      if (entry?.order !== sleeper.order) continue;
      const { key, value } = entry;
      if (this.#seen(value) + this.#timeout >= time) {
        this.watch(entry);
        continue;
      }
      this.#table.remove(entry);
      ended(key, value);
    }
  }
}
