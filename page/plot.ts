import { make, makeSvg, setText } from "./elements.ts";
import { clock } from "./format.ts";

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** What is drawn. */
export interface PlotSetting {
  readonly title: string;
  readonly lines: readonly PlotLine[];
  /** Between two values, in ms, and the time of the last. */
  readonly every: number;
  readonly until: number;
  readonly text: (value: number) => string;
  /** Top of the plot, where that is known. */
  readonly top?: number;
}

const WIDTH = 360;
const HEIGHT = 64;

/** A small plot of the last hour, with the value under the pointer. */
export function plot({ title, lines, every, until, text, top }: PlotSetting): HTMLElement {
  const all = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const highest = top ?? Math.max(...all, 0);
  const points = Math.max(...lines.map(({ values }) => values.length), 2);
  const x = (index: number) => (index * WIDTH) / (points - 1);
  const y = (value: number) => HEIGHT - 2 - (highest > 0 ? (value / highest) * (HEIGHT - 6) : 0);
  const last = lines.map(({ name, values }) => `${name} ${lastOf(values, text)}`).join(", ");
  const svg = makeSvg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": `${title} in the last hour: now ${last}; at most ${text(highest)}`,
  });
  for (const [number, { values }] of lines.entries()) {
    svg.append(
      makeSvg("path", { class: `area area-${number}`, d: areaOf(values, x, y) }),
      makeSvg("path", { class: `trace trace-${number}`, d: pathOf(values, x, y) }),
    );
  }
  const cursor = makeSvg("line", { class: "cursor", y1: 0, y2: HEIGHT, x1: -9, x2: -9 });
  svg.append(cursor);
  const now = make("span", { class: "now" });
  const show = (index: number | null): void => {
    const named = lines.length > 1;
    const shown = lines.map(({ name, values }) => {
      const value = index === null ? lastOf(values, text) : valueText(values[index], text);
      return named ? `${name} ${value}` : value;
    });
    const time = index === null ? "" : ` at ${clock(until - (points - 1 - index) * every)}`;
    setText(now, shown.join("   ") + time);
    cursor.setAttribute("x1", String(index === null ? -9 : x(index)));
    cursor.setAttribute("x2", String(index === null ? -9 : x(index)));
  };
  svg.addEventListener("pointermove", ({ clientX }) => {
    const { left, width } = svg.getBoundingClientRect();
    show(Math.max(0, Math.min(points - 1, Math.round(((clientX - left) / width) * (points - 1)))));
  });
  svg.addEventListener("pointerleave", () => show(null));
  show(null);
  const foot = make(
    "p",
    { class: "foot", "aria-hidden": "true" },
    make("span", {}, clock(until - (points - 1) * every)),
    make("span", {}, `top ${text(highest)}`),
    make("span", {}, clock(until)),
  );
  return make("figure", { class: "plot" }, make("figcaption", {}, make("span", {}, title), now), svg, foot);
}

function lastOf(values: readonly (number | null)[], text: (value: number) => string): string {
  return valueText(
    values.findLast((value) => value !== null),
    text,
  );
}

function valueText(value: number | null | undefined, text: (value: number) => string): string {
  return value === null || value === undefined ? "–" : text(value);
}

type Scale = (value: number) => number;

/** Pieces of a line: where nothing is known there is none. */
function piecesOf(values: readonly (number | null)[]): readonly (readonly [index: number, value: number])[][] {
  const pieces: [number, number][][] = [];
  let current: [number, number][] | null = null;
  for (const [index, value] of values.entries()) {
    if (value === null) current = null;
    else if (current !== null) current.push([index, value]);
    else {
      current = [[index, value]];
      pieces.push(current);
    }
  }
  return pieces;
}

function pathOf(values: readonly (number | null)[], x: Scale, y: Scale): string {
  return piecesOf(values)
    .map((piece) => `M${piece.map(([index, value]) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`)
    .join("");
}

function areaOf(values: readonly (number | null)[], x: Scale, y: Scale): string {
  return piecesOf(values)
    .map((piece) => {
      const line = piece.map(([index, value]) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join("L");
      const [first] = piece;
      const last = piece.at(-1);
      if (first === undefined || last === undefined) return "";
      return `M${x(first[0]).toFixed(1)} ${HEIGHT}L${line}L${x(last[0]).toFixed(1)} ${HEIGHT}z`;
    })
    .join("");
}
