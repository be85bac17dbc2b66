import { type InspectedStream, type InspectedTable, inspectState } from "../../runtime/state/inspect.ts";
import { schemaText } from "../../runtime/state/judge/schema-text.ts";
import { storedStreams } from "../../runtime/state/state-files.ts";
import { type Out, standardOutput } from "../../stdlib/support/console/standard-output.ts";
import { aligned } from "./aligned.ts";
import { counted } from "./counted.ts";
import type { StateRequest } from "./request.ts";

/** Lines that are written at once. */
const LINES = 1000;

/** `sluice state`. Rejects with an error of one line. */
export async function state(request: StateRequest, out: Out = standardOutput): Promise<void> {
  const streams = await inspected(request);
  if (request.action === "list") return await list(streams, request.json, out);
  const chosen = streams.flatMap((stream) => tablesOf(stream, request.name).map((table) => ({ stream, table })));
  if (chosen.length === 0) {
    const there = streams.flatMap((stream) => stream.tables.map((table) => `${stream.stream}.${table.name}`));
    const known = there.length === 0 ? `nothing is kept below ${request.dataDir}` : `there is ${there.join(", ")}`;
    throw new Error(request.name === null ? known : `nothing is kept as ${request.name}; ${known}`);
  }
  for (const { stream, table } of chosen) {
    if (request.action === "export") await exportTable(stream, table, Number.POSITIVE_INFINITY, out);
    else if (request.json) await exportTable(stream, table, request.limit, out);
    else await showTable(stream, table, request.limit, out);
  }
}

async function inspected({ dataDir, program }: StateRequest): Promise<InspectedStream[]> {
  const found: InspectedStream[] = [];
  for (const stored of await storedStreams(dataDir)) {
    if (program !== null && stored.program !== program) continue;
    const stream = await inspectState(dataDir, stored);
    if (stream !== null) found.push(stream);
  }
  return found;
}

/** All tables of a stream for its own name or null, one for `stream.name`. */
function tablesOf({ stream, tables }: InspectedStream, name: string | null): readonly InspectedTable[] {
  if (name === null || name === stream) return tables;
  return tables.filter((table) => name === `${stream}.${table.name}`);
}

async function list(streams: readonly InspectedStream[], asJson: boolean, out: Out): Promise<void> {
  const rows = streams.flatMap(({ program, stream, manifest, tables, bytes }) =>
    tables.map(({ name, kind, key, value, keys }) => ({
      program,
      name: `${stream}.${name}`,
      kind,
      key: schemaText(key),
      value: schemaText(value),
      keys,
      lastBatch: new Date(manifest.time).toISOString(),
      streamBytes: bytes,
    })),
  );
  if (asJson) return await out(`${JSON.stringify(rows, null, 2)}\n`);
  const lines = rows.map(({ program, name, kind, key, value, keys, lastBatch, streamBytes }) => {
    const keeps = `${kind} of ${key} to ${value}`;
    return [program, name, keeps, counted(keys, "key"), `${streamBytes} bytes`, `after ${lastBatch}`];
  });
  await out(aligned([["program", "state", "keeps", "keys", "of its stream", "last batch"], ...lines]));
}

async function showTable(stream: InspectedStream, table: InspectedTable, limit: number, out: Out): Promise<void> {
  const { kind, key, value, keys } = table;
  const title = `${stream.program} ${stream.stream}.${table.name}: ${kind} of ${schemaText(key)} to ${schemaText(value)}`;
  let shown = "";
  let count = 0;
  for (const entry of table.entries()) {
    if (count === limit) break;
    shown += `  ${entry.key}\t${entry.value}\n`;
    count++;
  }
  const rest = keys > count ? `  … and ${keys - count} more\n` : "";
  await out(`${title}, ${counted(keys, "key")}\n${shown}${rest}`);
}

async function exportTable(stream: InspectedStream, table: InspectedTable, limit: number, out: Out): Promise<void> {
  const state = JSON.stringify(`${stream.stream}.${table.name}`);
  const head = `{"program":${JSON.stringify(stream.program)},"state":${state}`;
  let lines: string[] = [];
  let count = 0;
  for (const { key, value } of table.entries()) {
    if (count++ === limit) break;
    lines.push(`${head},"key":${key},"value":${value}}\n`);
    if (lines.length < LINES) continue;
    await out(lines.join(""));
    lines = [];
  }
  if (lines.length > 0) await out(lines.join(""));
}
