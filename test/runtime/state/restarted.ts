import { StateTable, type TableShape } from "../../../runtime/state/state-table.ts";
import { loggedTable } from "../../../runtime/state/stored-tables.ts";
import { JsonWriter } from "../../../runtime/value/json-writer.ts";

/** What a table is after a restart: all of it written and read again. */
export function restarted<K, V>(table: StateTable<K, V>): StateTable<K, V> {
  const { shape } = table;
  const { codec } = loggedTable(1, shape as TableShape<unknown>);
  const after = new StateTable<K, V>(shape);
  for (const { key, value } of table.entries()) {
    const writer = new JsonWriter();
    codec.writeValue(writer, value);
    after.set(codec.decodeKey(codec.encodeKey(key)) as K, codec.decodeValue(writer.toString()) as V);
  }
  after.settle();
  return after;
}
