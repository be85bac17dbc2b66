import type { Event } from "../contract/event.ts";

/** What passes a component, or a function that makes it: nobody makes it for nobody. */
export type Shown = readonly Event[] | (() => readonly Event[]);

/** Hears of events as they pass, and how many more did. It keeps nobody waiting, and does not change them. */
export type Watcher = (events: readonly Event[], more: number) => void;

/** Who looks at what passes the components of a program. While nobody does, showing something costs one comparison. */
export class Taps {
  readonly #watchers = new Map<string, Set<Watcher>>();

  /** Whether somebody looks at `component`. */
  isWatched(component: string): boolean {
    return this.#watchers.size > 0 && this.#watchers.has(component);
  }

  /** Shows what has passed `component` to those who look at it; so many `more` have, too. */
  show(component: string, shown: Shown, more = 0): void {
    if (this.#watchers.size === 0) return;
    const watchers = this.#watchers.get(component);
    if (watchers === undefined) return;
    const events = typeof shown === "function" ? shown() : shown;
    for (const watcher of watchers) watcher(events, more);
  }

  /** `watcher` looks at `component` until what this gives is called. */
  watch(component: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(component) ?? new Set();
    this.#watchers.set(component, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.#watchers.delete(component);
    };
  }
}
