import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Called inside a `describe`: gives a maker of fresh folders below `parent`, which are removed after each test. */
export function tempFolders(parent = tmpdir()): () => string {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = realpathSync(mkdtempSync(join(parent, "sluice-test-")));
    made.push(folder);
    return folder;
  };
}
