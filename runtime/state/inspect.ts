import { jsonCodec } from "../codec/json.ts";
import { errnoOf } from "../system/errno.ts";
import { StateLog } from "./log/state-log.ts";
import type { LoggedTable } from "./logged-table.ts";
import type { Manifest, StoredTable } from "./manifest.ts";
import { type StoredStream, stateFiles } from "./state-files.ts";
import { storedTable } from "./stored-tables.ts";

/** What one operator has kept, as its log says it. */
export interface InspectedTable extends StoredTable {
  readonly keys: number;
  /** Keys and values as JSON, in the order in which the keys first came. */
  entries(): Generator<{ readonly key: string; readonly value: string }>;
}

/** What one stream has kept. */
export interface InspectedStream extends StoredStream {
  readonly manifest: Manifest;
  readonly tables: readonly InspectedTable[];
  /** Bytes on disk. */
  readonly bytes: number;
}

/**
 * Reads what a stream has kept, without its program and without its lock; null where no batch was ever finished. It may
 * be running: what is given is all of one batch.
 */
export async function inspectState(
  dataDir: string,
  { program, stream }: StoredStream,
  tries = 3,
): Promise<InspectedStream | null> {
  const log = new StateLog(stateFiles(dataDir, program, stream).log);
  try {
    const manifest = await log.open({ write: false });
    if (manifest === null) return null;
    const tables = manifest.tables.map((stored) => ({ stored, logged: storedTable(stored) }));
    await log.restore(new Map(tables.map(({ logged }) => [logged.id, logged])));
    const inspected = tables.map(({ stored, logged }) => inspectedTable(stored, logged));
    return { program, stream, manifest, tables: inspected, bytes: log.bytes };
  } catch (error) {
    // The running program has given up the segment that was to be read next.
    if (errnoOf(error) !== "ENOENT" || tries === 1) throw error;
    return await inspectState(dataDir, { program, stream }, tries - 1);
  } finally {
    await log.close();
  }
}

function inspectedTable(stored: StoredTable, { table }: LoggedTable): InspectedTable {
  const [keys, values] = [jsonCodec(stored.key), jsonCodec(stored.value)];
  return {
    ...stored,
    keys: table.size,
    *entries() {
      for (const { key, value } of table.entries()) yield { key: keys.encode(key), value: values.encode(value) };
    },
  };
}
