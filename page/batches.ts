import type { BatchSeen } from "../runtime/program/ui/messages.ts";
import { make, makeSvg } from "./elements.ts";
import { amount, clock, seconds } from "./format.ts";

/** Batches that are drawn, and those that stand in the table. */
const DRAWN = 60;
const LISTED = 10;

const WIDTH = 360;
const HEIGHT = 64;

/** The latest batches of a stream: how long each waited and took, and how many events it had. */
export function batchesOf(all: readonly BatchSeen[]): HTMLElement[] {
  if (all.length === 0) return [];
  const batches = all.slice(-DRAWN);
  const rows = batches
    .slice(-LISTED)
    .toReversed()
    .map(({ time, delay, took, events }) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, clock(time)),
        ...[amount(events), seconds(delay), seconds(took)].map((text) => make("td", { class: "number" }, text)),
      ),
    );
  const heads = ["Time", "Events", "Delay", "Processing"].map((text, index) =>
    make("th", { scope: "col", class: index === 0 ? "" : "number" }, text),
  );
  return [
    make("h3", {}, "Batches"),
    bars("Processing time and delay", batches, [({ took }) => took, ({ delay }) => delay], seconds),
    bars("Events", batches, [({ events }) => events], amount),
    make(
      "table",
      { class: "batches" },
      make("caption", { class: "unseen" }, "The latest batches"),
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...rows),
    ),
  ];
}

type Value = (batch: BatchSeen) => number;

/** A bar for each batch; of several values one above the other. */
function bars(title: string, batches: readonly BatchSeen[], values: readonly Value[], text: (value: number) => string) {
  const sums = batches.map((batch) => values.reduce((sum, value) => sum + value(batch), 0));
  const highest = Math.max(...sums, 0);
  const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length;
  const width = WIDTH / DRAWN;
  const svg = makeSvg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": `${title} of the last ${batches.length} batches: ${text(mean)} on average, at most ${text(highest)}`,
  });
  for (const [index, batch] of batches.entries()) {
    let below = 0;
    for (const [number, value] of values.entries()) {
      const height = highest > 0 ? (value(batch) / highest) * (HEIGHT - 4) : 0;
      const x = WIDTH - (batches.length - index) * width;
      svg.append(
        makeSvg("rect", {
          class: `bar bar-${number}`,
          x: x.toFixed(1),
          y: (HEIGHT - below - height).toFixed(1),
          width: (width - 1).toFixed(1),
          height: height.toFixed(1),
        }),
      );
      below += height;
    }
  }
  const now = make("span", { class: "now" }, `mean ${text(mean)}, top ${text(highest)}`);
  return make("figure", { class: "plot" }, make("figcaption", {}, make("span", {}, title), now), svg);
}
