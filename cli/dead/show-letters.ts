import type { Context } from "../../runtime/contract/context.ts";
import { type Letter, obstacleOf } from "../../runtime/program/inspect/letter.ts";
import { maskedHeaders, maskedJson, maskedReason } from "../../runtime/program/inspect/masks.ts";
import type { Out } from "../../stdlib/support/console/standard-output.ts";
import { aligned } from "../console/aligned.ts";
import type { Holder } from "./holders.ts";
import { type Asked, lettersOf, openHolder } from "./kept-letters.ts";
import type { Fate } from "./marks.ts";

/** Letters of one edge and place, as `list` shows them. */
interface Row {
  readonly holder: string;
  readonly edge: string;
  readonly place: string;
  readonly waiting: number;
  /** Of those that wait: they were being sent again when that was cut short. */
  readonly undecided: number;
  readonly replayed: number;
  readonly dropped: number;
  readonly oldest: number;
  readonly newest: number;
  /** Of the newest. */
  readonly reason: string;
}

/** `sluice dead list`: what has fallen out where, and how much of it waits. */
export async function listLetters(
  holders: readonly Holder[],
  asked: Asked,
  context: Context,
  { json, out, masked }: Pick<Showing, "json" | "out" | "masked">,
): Promise<void> {
  const rows: Row[] = [];
  for (const holder of holders) {
    if (holder.kind === "closed") context.log.warn(`the letters in ${holder.id} cannot be read: ${holder.reason}`);
    else
      rows.push(
        ...(await rowsOf(holder, asked, context)).map((row) => ({ ...row, reason: maskedReason(row.reason, masked) })),
      );
  }
  if (json) return await out(`${JSON.stringify(rows, null, 2)}\n`);
  if (rows.length === 0) return await out("no dead letters\n");
  const lines = rows.map((row) => [
    row.holder,
    row.edge === "" ? "-" : row.edge,
    String(row.waiting) + (row.undecided > 0 ? ` (${row.undecided} undecided)` : ""),
    String(row.replayed),
    String(row.dropped),
    new Date(row.oldest).toISOString(),
    `${row.place} ${inOneLine(row.reason)}`,
  ]);
  await out(aligned([["in", "edge", "waiting", "sent again", "dropped", "oldest", "last reason"], ...lines]));
}

async function rowsOf(holder: Holder, asked: Asked, context: Context): Promise<Row[]> {
  const rows = new Map<string, Row>();
  const opened = await openHolder(holder, asked, context);
  for await (const { letter, fate } of lettersOf(opened, asked, context)) {
    const { edge, place, reason, time } = letter;
    const key = JSON.stringify([edge, place]);
    const none = { waiting: 0, undecided: 0, replayed: 0, dropped: 0, oldest: time, newest: time, reason };
    const row = rows.get(key) ?? { holder: holder.id, edge, place, ...none };
    const isNewest = time >= row.newest;
    rows.set(key, {
      ...row,
      waiting: row.waiting + (fate === null ? 1 : 0),
      undecided: row.undecided + (fate === null && opened.marks.isBegun(letter) ? 1 : 0),
      replayed: row.replayed + (fate === "replayed" ? 1 : 0),
      dropped: row.dropped + (fate === "dropped" ? 1 : 0),
      oldest: Math.min(row.oldest, time),
      ...(isNewest ? { newest: time, reason } : {}),
    });
  }
  return [...rows.values()];
}

/** How letters are shown. */
export interface Showing {
  readonly json: boolean;
  readonly out: Out;
  readonly limit: number;
  /** Also those that were sent again or dropped. */
  readonly all: boolean;
  /** Names of fields, and of headers, whose values are not shown. */
  readonly masked: ReadonlySet<string>;
}

/** `sluice dead show`: the letters themselves; `limit` in all. */
export async function showLetters(
  holders: readonly Holder[],
  asked: Asked,
  context: Context,
  { json, out, limit, all, masked }: Showing,
): Promise<void> {
  let left = limit;
  for (const holder of holders) {
    if (left === 0) return;
    if (holder.kind === "closed") {
      context.log.warn(`the letters in ${holder.id} cannot be read: ${holder.reason}`);
      continue;
    }
    for await (const { letter: whole, fate } of lettersOf(await openHolder(holder, asked, context), asked, context)) {
      if (fate !== null && !all) continue;
      const headers = maskedHeaders(whole.headers, masked);
      const reason = maskedReason(whole.reason, masked);
      const letter = { ...whole, reason, headers, text: maskedJson(whole.text, masked) };
      await out(json ? jsonOf(letter, fate) : textOf(letter, fate));
      left -= 1;
      if (left === 0) return;
    }
  }
}

function textOf(letter: Letter, fate: Fate | null): string {
  const { id, time, tries, replays, reason, place, edge, headers, text } = letter;
  const obstacle = fate === null ? obstacleOf(letter) : null;
  const again = replays > 0 ? `, sent again ${replays} time${replays === 1 ? "" : "s"}` : "";
  const shown = [...headers].map(([name, value]) => `${name}=${inOneLine(value)}`).join(" ");
  const lines = [
    `${id}  ${new Date(time).toISOString()}  ${tries} ${tries === 1 ? "try" : "tries"}${again}${fate === null ? "" : `  ${fate}`}`,
    `  reason   ${inOneLine(reason)}`,
    `  at       ${place}${edge === "" ? "" : `, ${edge}`}`,
    ...(shown === "" ? [] : [`  headers  ${shown}`]),
    `  body     ${inOneLine(text)}`,
    ...(obstacle === null ? [] : [`  stays    ${obstacle}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The body as it is, where it is JSON. */
function jsonOf(letter: Letter, fate: Fate | null): string {
  const { id, time, reason, place, edge, tries, replays, headers, text, form } = letter;
  const head = JSON.stringify({ id, time: new Date(time).toISOString(), reason, place, edge, tries, replays, fate });
  const named = JSON.stringify(Object.fromEntries(headers));
  return `${head.slice(0, -1)},"headers":${named},"body":${form === "json" ? text : JSON.stringify(text)}}\n`;
}

/** A text in one line, whatever is in it: no control character reaches the terminal. */
function inOneLine(text: string): string {
  return /\p{Cc}/u.test(text) ? JSON.stringify(text) : text;
}
