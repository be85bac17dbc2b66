import { relative } from "node:path/posix";
import { indexLines } from "../../grammar/line-index.ts";
import type { Unit } from "../model/checked.ts";
import type { SourcePosition } from "./source-positions.ts";

/** A source map, revision 3 (ECMA-426). */
export interface SourceMapV3 {
  readonly version: 3;
  readonly file: string;
  /** The `.flow` files, relative to the folder of the map. */
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** The map of `text`, whose places are given in the order of the text; `file` stands in `folder`. */
export function buildSourceMap(
  folder: string,
  file: string,
  text: string,
  places: readonly SourcePosition[],
): SourceMapV3 {
  const generated = indexLines(text);
  const units = [...new Set(places.map((place) => place.unit))];
  const sources = new Map(units.map((unit, index) => [unit, { index, lines: indexLines(unit.text) }]));
  const lines: string[] = [];
  let segments: string[] = [];
  // All numbers but the generated column go on from the last segment's, over line ends too.
  let last = { column: 0, source: 0, sourceLine: 0, sourceColumn: 0 };
  for (const { generated: offset, unit, offset: sourceOffset } of places) {
    const at = generated.position(offset);
    while (lines.length < at.line - 1) {
      lines.push(segments.join(","));
      segments = [];
      last = { ...last, column: 0 };
    }
    const source = sources.get(unit);
    if (source === undefined) continue;
    const from = source.lines.position(sourceOffset);
    const next = {
      column: at.column - 1,
      source: source.index,
      sourceLine: from.line - 1,
      sourceColumn: from.column - 1,
    };
    const steps = [
      next.column - last.column,
      next.source - last.source,
      next.sourceLine - last.sourceLine,
      next.sourceColumn - last.sourceColumn,
    ];
    segments.push(steps.map(encodeStep).join(""));
    last = next;
  }
  lines.push(segments.join(","));
  return {
    version: 3,
    file,
    sources: units.map((unit: Unit) => relative(folder, unit.path)),
    sourcesContent: units.map((unit: Unit) => unit.text),
    names: [],
    mappings: lines.join(";"),
  };
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base 64 VLQ: sign in the lowest bit, five bits a digit, lowest first, the sixth says that more follow. */
function encodeStep(step: number): string {
  let rest = step < 0 ? -step * 2 + 1 : step * 2;
  let digits = "";
  do {
    const more = rest >= 32 ? 32 : 0;
    digits += DIGITS[(rest % 32) + more];
    rest = Math.floor(rest / 32);
  } while (rest > 0);
  return digits;
}
