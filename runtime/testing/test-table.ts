import type { Declared } from "../contract/context.ts";
import type { Event } from "../contract/event.ts";
import type { Table } from "../contract/table.ts";
import type { Fed } from "./test-part.ts";

/** In the place of a table, whatever its kind: it has what the test gives it, and is empty when a test begins. */
export function testTable<K, V>({ key }: { readonly key: (row: V) => K }, { name }: Declared): Table<K, V> & Fed {
  let rows: ReadonlyMap<K, V> = new Map();
  return {
    name,
    get rows() {
      return rows;
    },
    async open() {
      rows = new Map();
    },
    async feed(given) {
      rows = new Map((given as readonly Event<V>[]).map(({ body }) => [key(body), body]));
    },
    async close() {},
  };
}
