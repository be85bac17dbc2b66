import type { HeaderEntry, Headers } from "../contract/event.ts";

/**
 * Headers that become a Map when somebody looks: most programs look at none of the hundred thousand records a second whose
 * maps would cost more than their bodies.
 */
export abstract class LazyHeaders implements Headers {
  #map: ReadonlyMap<string, string> | null = null;

  abstract get original(): readonly HeaderEntry[] | undefined;
  /** What names and values hold in memory, in bytes, about; known without the map. */
  abstract get bytes(): number;
  protected abstract make(): ReadonlyMap<string, string>;

  get #all(): ReadonlyMap<string, string> {
    this.#map ??= this.make();
    return this.#map;
  }

  get size(): number {
    return this.#all.size;
  }
  get(name: string): string | undefined {
    return this.#all.get(name);
  }
  has(name: string): boolean {
    return this.#all.has(name);
  }
  forEach(action: (value: string, name: string, all: ReadonlyMap<string, string>) => void): void {
    this.#all.forEach(action);
  }
  entries(): MapIterator<[string, string]> {
    return this.#all.entries();
  }
  keys(): MapIterator<string> {
    return this.#all.keys();
  }
  values(): MapIterator<string> {
    return this.#all.values();
  }
  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.#all.entries();
  }
}
