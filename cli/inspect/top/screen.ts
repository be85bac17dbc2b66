import { setTimeout as sleep } from "node:timers/promises";
import { type Row, rowsBetween, type Snapshot } from "../../../runtime/program/inspect/rows.ts";
import type { Watched } from "./read-snapshots.ts";
import { chosenRows, ORDERS, type Order, tableOf } from "./table.ts";

/** Until the next look, in ms. */
const EVERY = 1000;

/** Prints what the program has done within a second, once. */
export async function printOnce(watched: Watched, order: Order, filter: string): Promise<void> {
  process.stdout.write(`${tableOf(await rowsOfSecond(watched), order, filter).join("\n")}\n`);
}

/** Prints the same as JSON. */
export async function printJson(watched: Watched, order: Order, filter: string): Promise<void> {
  process.stdout.write(`${JSON.stringify(chosenRows(await rowsOfSecond(watched), order, filter), null, 2)}\n`);
}

async function rowsOfSecond(watched: Watched): Promise<readonly Row[]> {
  const before = await watched.snapshot();
  await sleep(EVERY);
  return rowsBetween(before, await watched.snapshot());
}

/** Shows what the program does, again every second, until `q` or Ctrl-C is pressed or it ends. Keys sort and filter. */
export async function showScreen(watched: Watched, firstOrder: Order, firstFilter: string): Promise<void> {
  const ended = new AbortController();
  let order = firstOrder;
  let filter = firstFilter;
  let isTyping = false;
  let before: Snapshot = await watched.snapshot();
  let now: Snapshot = before;

  const draw = (): void => {
    const { rows: height = 24, columns: width = 80 } = process.stdout;
    const foot = isTyping ? `filter: ${filter}_   (Enter ends it)` : `s sort: ${order}   / filter: ${filter}   q quit`;
    const head = `${watched.title}  ${new Date(now.time).toISOString().slice(11, 19)}`;
    const lines = [head, "", ...tableOf(rowsBetween(before, now), order, filter)].slice(0, height - 2);
    const text = [...lines, ""].map((line) => `${line.slice(0, width)}\x1b[K\r\n`).join("");
    process.stdout.write(`\x1b[H${text}${foot.slice(0, width)}\x1b[K\x1b[J`);
  };
  const press = (key: string): void => {
    if (key === "\x03") ended.abort();
    else if (isTyping && (key === "\r" || key === "\n" || key === "\x1b")) isTyping = false;
    else if (isTyping && key === "\x7f") filter = filter.slice(0, -1);
    else if (isTyping) filter += key.replace(/\p{Cc}/gu, "");
    else if (key === "q") ended.abort();
    else if (key === "s") order = ORDERS[(ORDERS.indexOf(order) + 1) % ORDERS.length]!;
    else if (key === "/") isTyping = true;
  };
  const type = (keys: string): void => {
    for (const key of keys) press(key);
    draw();
  };

  process.stdin.setRawMode(true).setEncoding("utf8").on("data", type).resume();
  process.stdout.write("\x1b[?1049h\x1b[?25l");
  try {
    while (!ended.signal.aborted) {
      draw();
      await sleep(EVERY, undefined, { signal: ended.signal }).catch(() => {});
      if (ended.signal.aborted) return;
      const next = await watched.snapshot();
      [before, now] = [now, next];
    }
  } finally {
    process.stdout.write("\x1b[?25h\x1b[?1049l");
    process.stdin.setRawMode(false).pause();
  }
}
