import type { Unit } from "../../../compiler/model/checked.ts";
import { documentSymbols, type OutlineItem } from "../document-symbols.ts";

/** A declared thing of some file. */
export interface WorkspaceSymbol {
  readonly file: string;
  /** Name of the declaration that it stands in; null at the top of the file. */
  readonly container: string | null;
  readonly item: OutlineItem;
}

/** Most symbols that are given: more than anybody looks through. */
const MOST = 500;

/** What is declared in the files and has the letters of `query` in its name, in their order; all of it for no letters. */
export function workspaceSymbols(units: readonly Unit[], query: string): readonly WorkspaceSymbol[] {
  const letters = [...query.toLowerCase()].filter((letter) => letter.trim() !== "");
  const matches = (name: string): boolean => {
    let from = 0;
    for (const letter of letters) {
      from = name.toLowerCase().indexOf(letter, from) + 1;
      if (from === 0) return false;
    }
    return true;
  };
  const found = units.flatMap((unit) => {
    const flatten = (items: readonly OutlineItem[], container: string | null): WorkspaceSymbol[] =>
      items.flatMap((item) => [{ file: unit.path, container, item }, ...flatten(item.children, item.name)]);
    return flatten(documentSymbols(unit), null).filter(({ item }) => matches(item.name));
  });
  return found.slice(0, MOST);
}
