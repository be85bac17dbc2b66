import { type FSWatcher, readFileSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Texts by path as they were read; null for a file that could not be. */
export type Texts = ReadonlyMap<string, string | null>;

/**
 * Resolves as soon as one of the files has another text than in `texts`, at once when one has already. Folders are
 * watched rather than files, since many editors save by putting a new file in the old one's place; a short rest gathers
 * the several events of one save. An aborted `signal` resolves it, too.
 */
export function awaitChange(texts: Texts, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const watchers: FSWatcher[] = [];
    let rest: NodeJS.Timeout | undefined;
    const end = () => {
      clearTimeout(rest);
      for (const watcher of watchers.splice(0)) watcher.close();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const look = () => {
      if ([...texts].some(([path, text]) => readOrNull(path) !== text)) end();
    };
    const lookSoon = () => {
      clearTimeout(rest);
      rest = setTimeout(look, 50);
    };
    for (const [folder, names] of namesByFolder(texts.keys())) {
      const watcher = watchFolder(folder, (name) => {
        if (name === null || names.has(name)) lookSoon();
      });
      if (watcher === null) continue;
      // A folder that goes away may have taken files with it.
      watcher.on("error", lookSoon);
      watchers.push(watcher);
    }
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    // What changed before the watchers were there would never be told.
    look();
  });
}

function namesByFolder(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = dirname(path);
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(path)));
  }
  return names;
}

/** Null when there is no such folder. */
function watchFolder(folder: string, changed: (name: string | null) => void): FSWatcher | null {
  try {
    return watch(folder, (_, name) => changed(name));
  } catch {
    return null;
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
