import type { FlowSymbol } from "../../model/checked.ts";

/** A layer that has as many names is not copied any more. */
const LAYER = 64;

/**
 * The names of lambdas, blocks, streams and agents around, innermost last. A stream of a thousand `let`s has a thousand
 * of these, each with a name more, so that each shares what the one before it has.
 */
export class Locals {
  static readonly none = new Locals(null, new Map());

  readonly #outer: Locals | null;
  readonly #own: ReadonlyMap<string, FlowSymbol>;

  private constructor(outer: Locals | null, own: ReadonlyMap<string, FlowSymbol>) {
    this.#outer = outer;
    this.#own = own;
  }

  /** What a local name stands for; undefined for any other name. */
  get(name: string): FlowSymbol | undefined {
    for (let at: Locals | null = this; at !== null; at = at.#outer) {
      const found = at.#own.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** These with more, which hide those of the same names. */
  with(added: Iterable<readonly [string, FlowSymbol]>): Locals {
    const isFull = this.#own.size >= LAYER;
    return isFull ? new Locals(this, new Map(added)) : new Locals(this.#outer, new Map([...this.#own, ...added]));
  }

  /** These without one. */
  without(name: string): Locals {
    const others = this.all();
    others.delete(name);
    return new Locals(null, others);
  }

  /** All of them, by their names. */
  all(): Map<string, FlowSymbol> {
    return new Map([...(this.#outer?.all() ?? []), ...this.#own]);
  }
}
