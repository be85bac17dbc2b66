import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Folder of the installed package (or of the checkout): the nearest one above this file with a `package.json`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the installation of sluice has no package.json above its own files");
    folder = parent;
  }
  return folder;
}

/** Identity of the compiler and runtime that were built. Throws when nothing was. */
export function buildId(): string {
  return readFileSync(join(packageRoot(), "dist/build-id"), "utf8");
}

/** Version of the installed package: `0.1.0`. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string };
  return manifest.version;
}

/** Address of the page about a message's code, in the installed package; null where it has none. */
export function pageOf(code: string): string | null {
  const path = join(packageRoot(), "docs/errors", `${code}.md`);
  return existsSync(path) ? pathToFileURL(path).href : null;
}
