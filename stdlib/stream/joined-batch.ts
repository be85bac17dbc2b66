import type { KeyOf } from "../../runtime/batch/keyed-batch.ts";

/** A key and its values. Most keys have one, which needs no list. */
interface Group<K, V> {
  readonly key: K;
  readonly first: V;
  more: V[] | null;
}

/**
 * The pairs of two streams in one batch, which meet by key. What they give is in the order in which this stream had its
 * keys, then the other those that only it has, whichever of the two came first.
 */
export class JoinedBatch<K, V, W> {
  readonly #keyOf: KeyOf<K> | null;
  readonly #these = new Map<unknown, Group<K, V>>();
  readonly #others = new Map<unknown, Group<K, W>>();

  constructor(keyOf: KeyOf<K> | null = null) {
    this.#keyOf = keyOf;
  }

  /** Adds a pair of this stream. */
  addThis(key: K, value: V): void {
    add(this.#these, this.#keyOf === null ? key : this.#keyOf(key), key, value);
  }

  /** Adds a pair of the other stream. */
  addOther(key: K, value: W): void {
    add(this.#others, this.#keyOf === null ? key : this.#keyOf(key), key, value);
  }

  /** Each value of a key with each of the other stream. */
  join(): [K, [V, W]][] {
    const made: [K, [V, W]][] = [];
    for (const [id, group] of this.#these) {
      const other = this.#others.get(id);
      if (other === undefined) continue;
      if (group.more === null && other.more === null) made.push([group.key, [group.first, other.first]]);
      else cross(group.key, valuesOf(group), valuesOf(other), made);
    }
    return made;
  }

  leftOuterJoin(): [K, [V, W | null]][] {
    const made: [K, [V, W | null]][] = [];
    for (const [id, group] of this.#these) {
      const others = valuesOf(this.#others.get(id));
      cross(group.key, valuesOf(group), others.length > 0 ? others : [null], made);
    }
    return made;
  }

  rightOuterJoin(): [K, [V | null, W]][] {
    const made: [K, [V | null, W]][] = [];
    for (const [key, [values, others]] of this.cogroup()) {
      if (others.length > 0) cross(key, values.length > 0 ? values : [null], others, made);
    }
    return made;
  }

  fullOuterJoin(): [K, [V | null, W | null]][] {
    const made: [K, [V | null, W | null]][] = [];
    for (const [key, [values, others]] of this.cogroup()) {
      cross(key, values.length > 0 ? values : [null], others.length > 0 ? others : [null], made);
    }
    return made;
  }

  /** Both streams' values of each key. */
  cogroup(): [K, [V[], W[]]][] {
    const made: [K, [V[], W[]]][] = [];
    for (const [id, group] of this.#these) {
      made.push([group.key, [valuesOf(group), valuesOf(this.#others.get(id))]]);
    }
    for (const [id, group] of this.#others) {
      if (!this.#these.has(id)) made.push([group.key, [[], valuesOf(group)]]);
    }
    return made;
  }
}

function add<K, V>(groups: Map<unknown, Group<K, V>>, id: unknown, key: K, value: V): void {
  const group = groups.get(id);
  if (group === undefined) groups.set(id, { key, first: value, more: null });
  else if (group.more === null) group.more = [value];
  else group.more.push(value);
}

function valuesOf<V>(group: Group<unknown, V> | undefined): V[] {
  if (group === undefined) return [];
  return group.more === null ? [group.first] : [group.first, ...group.more];
}

function cross<K, V, W>(key: K, values: readonly V[], others: readonly W[], made: [K, [V, W]][]): void {
  for (const value of values) for (const other of others) made.push([key, [value, other]]);
}
