import type { Diagnostic } from "../../grammar/diagnostic.ts";

/** Which diagnostics the editor shows. Several open files may speak of one that they import; it shows them together. */
export interface Published {
  /**
   * `entry`'s program now has these. Gives the whole new list of `entry`, and of each other file that shows another
   * one than before.
   */
  update(entry: string, diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]>;
  /** `entry` is closed: what only it had to say goes. Gives what shows another list than before. */
  forget(entry: string): ReadonlyMap<string, readonly Diagnostic[]>;
}

type ByFile = ReadonlyMap<string, readonly Diagnostic[]>;

/** Remembers what the editor was told of each file; nothing yet. */
export function createPublished(): Published {
  const said = new Map<string, ByFile>();

  const replace = (entry: string, now: ByFile): Map<string, readonly Diagnostic[]> => {
    const before = said.get(entry) ?? new Map();
    const shown = new Map([...before.keys(), ...now.keys()].map((file) => [file, show(file)]));
    said.set(entry, now);
    const changed = new Map<string, readonly Diagnostic[]>();
    for (const [file, list] of shown) {
      const after = show(file);
      if (keys(list) !== keys(after)) changed.set(file, after);
    }
    return changed;
  };

  const show = (file: string): readonly Diagnostic[] => {
    const unique = new Map<string, Diagnostic>();
    for (const byFile of said.values()) for (const one of byFile.get(file) ?? []) unique.set(key(one), one);
    return [...unique.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  };

  return {
    update(entry, diagnostics) {
      const now = new Map<string, Diagnostic[]>();
      for (const one of diagnostics) now.set(one.file, [...(now.get(one.file) ?? []), one]);
      return replace(entry, now).set(entry, show(entry));
    },
    forget(entry) {
      const changed = replace(entry, new Map());
      said.delete(entry);
      return changed;
    },
  };
}

function key({ code, span, message, help, labels }: Diagnostic): string {
  return JSON.stringify([code, span.start, span.end, message, help, labels]);
}

function keys(list: readonly Diagnostic[]): string {
  return list.map(key).join("\n");
}
