import { dirname, relative } from "node:path/posix";
import type { Span } from "../../grammar/ast.ts";
import { indexLines, type LineIndex } from "../../grammar/line-index.ts";
import type { Unit } from "../model/checked.ts";
import type { Place } from "./plan.ts";

/** Says where things stand, in files named relative to the entry's folder. */
export interface Places {
  at(unit: Unit, span: Span): Place;
  /** `access.flow`, `lib/parse.flow`; of the standard library `sluice/netcat/netcat.flow`, wherever that lies. */
  nameOf(unit: Unit): string;
}

/** Places whose file names are relative to the folder of `entry`. */
export function createPlaces(entry: Unit): Places {
  const folder = dirname(entry.path);
  const indexes = new Map<Unit, LineIndex>();
  const names = new Map<Unit, string>();
  const nameOf = (unit: Unit): string => {
    const name = names.get(unit) ?? (unit.stdlib ? standardName(unit.path) : relative(folder, unit.path));
    names.set(unit, name);
    return name;
  };
  return {
    nameOf,
    at(unit, span) {
      const index = indexes.get(unit) ?? indexLines(unit.text);
      indexes.set(unit, index);
      const { line, column } = index.position(span.start);
      return { file: unit.path, span, text: `${nameOf(unit)}:${line}:${column}` };
    },
  };
}

function standardName(path: string): string {
  return `sluice/${path.slice(path.lastIndexOf("/stdlib/") + "/stdlib/".length)}`;
}
