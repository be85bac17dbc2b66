/** Lets the batch function of the compiled join and a loop over two maps join the same lines in turn. */
import { joinLines } from "../baselines/join-lines.ts";
import { loadBatch } from "../batch.ts";
import { versus } from "../versus.ts";

/** Elements of each side, of which half have a partner; some keys have two values. */
const ELEMENTS = 200_000;

const visits = linesOf((index) => (index * 7919) % 180_000);
const orders = linesOf((index) => 90_000 + ((index * 104_729) % 180_000));
const eventsOf = (lines: readonly string[]) => lines.map((body) => ({ body, headers: new Map<string, string>() }));
const [visitEvents, orderEvents] = [eventsOf(visits), eventsOf(orders)];

const batch = await loadBatch(process.argv[2] ?? "", "joined");
const ways = { ours: () => batch(visitEvents, orderEvents), baseline: () => joinLines(visits, orders) };
await versus(ELEMENTS, joinLines(visits, orders).length, ways, 21);

/** Through bytes, as lines come: flat strings. */
function linesOf(number: (index: number) => number): string[] {
  return Array.from({ length: ELEMENTS }, (_, index) => Buffer.from(`visitor-${number(index)}`).toString());
}
