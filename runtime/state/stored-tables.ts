import type { JsonWriter } from "../value/json-writer.ts";
import type { LoggedTable } from "./logged-table.ts";
import type { StoredTable } from "./manifest.ts";
import { StateTable, type TableShape } from "./state-table.ts";
import { tableCodec } from "./table-codec.ts";

/** An empty table of the shape that a program declares, under the number that the log knows it by. */
export function loggedTable(id: number, shape: TableShape<unknown>, isMigrated = false): LoggedTable {
  const codec = tableCodec(shape.key, shape.value);
  const { toStored, fromStored } = shape;
  const writeValue = (writer: JsonWriter, value: unknown): void => {
    codec.writeValue(writer, toStored === undefined ? value : toStored(value));
  };
  const decodeValue = (text: string): unknown => {
    const value = codec.decodeValue(text);
    return fromStored === undefined ? value : fromStored(value);
  };
  return { id, table: new StateTable(shape), codec: { ...codec, writeValue, decodeValue }, isMigrated };
}

/** The same of the types that a log says, for those who look at it without its program. */
export function storedTable({ id, kind, key, value }: StoredTable): LoggedTable {
  const codec = tableCodec(key, value);
  return { id, codec, isMigrated: false, table: new StateTable({ kind, key, value, keyOf: codec.encodeKey }) };
}
