import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/**
 * Resolves at the next change of one of the files. Folders are watched rather than files, since many editors save by
 * putting a new file in the old one's place; a short rest gathers the several events of one save.
 */
export function nextChange(files: Iterable<string>): Promise<void> {
  const names = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = dirname(file);
    const known = names.get(folder) ?? new Set();
    names.set(folder, known.add(basename(file)));
  }
  return new Promise((resolve) => {
    const watchers: FSWatcher[] = [];
    let settled = false;
    const changed = () => {
      if (settled) return;
      settled = true;
      for (const watcher of watchers) watcher.close();
      setTimeout(resolve, 50);
    };
    for (const [folder, wanted] of names) {
      const watcher = watch(folder, (_, name) => {
        if (name === null || wanted.has(name)) changed();
      });
      // A folder that goes away is a change, too.
      watcher.on("error", changed);
      watchers.push(watcher);
    }
  });
}
