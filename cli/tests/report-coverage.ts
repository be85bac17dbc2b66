import type { CoveragePoint } from "../../compiler/4-emit/test/coverage.ts";
import { indexLines } from "../../grammar/line-index.ts";
import { diskHost } from "../disk-host.ts";
import { shownPath } from "../report.ts";

/** What the tests of a file may reach, and whether they did. */
export type Reached = readonly (CoveragePoint & { readonly reached: boolean })[];

const KINDS = [
  ["operator", "operators"],
  ["case", "cases of routes"],
  ["failure", "failure edges"],
] as const;

/** How much was reached, and where what was not stands. */
export function coverageAsText(file: string, points: Reached): string {
  const missed = inOrder(points).filter((one) => !one.reached);
  const counts = KINDS.flatMap(([kind, name]) => {
    const all = points.filter((one) => one.kind === kind);
    return all.length === 0 ? [] : [`${all.filter((one) => one.reached).length} of ${all.length} ${name}`];
  });
  const summary = counts.length === 0 ? "nothing that a test could reach" : `${counts.join(", ")} reached`;
  const places = missed.map((one) => placeOf(one));
  const width = Math.max(0, ...places.map((place) => place.length));
  const lines = missed.map((one, index) => {
    const text = one.text.replace(/\s+/g, " ");
    const what = one.kind === "failure" ? text : `${one.kind} ${text}`;
    return `  not reached  ${places[index]?.padEnd(width)}  ${what}\n`;
  });
  return `\ncoverage of ${shownPath(file)}: ${summary}\n${lines.join("")}`;
}

/** The same for programs: every point; `line` and `column` count from 1. */
export function coverageAsData(points: Reached): object[] {
  const host = diskHost();
  return inOrder(points).map(({ kind, text, place, reached }) => ({
    file: shownPath(place.file),
    ...indexLines(host.read(place.file) ?? "").position(place.span.start),
    kind,
    text,
    reached,
  }));
}

function inOrder(points: Reached): Reached {
  return points.toSorted((a, b) =>
    a.place.file === b.place.file ? a.place.span.start - b.place.span.start : a.place.file < b.place.file ? -1 : 1,
  );
}

function placeOf({ place }: CoveragePoint): string {
  return `${shownPath(place.file)}${/:\d+:\d+$/.exec(place.text)?.[0] ?? ""}`;
}
