import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Host } from "../../compiler/host.ts";

const root = fileURLToPath(new URL("../../stdlib", import.meta.url));

const standardLibrary: ReadonlyMap<string, string> = new Map(
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".flow"))
    .sort()
    .map((name) => [`${root}/${name}`, readFileSync(`${root}/${name}`, "utf8")]),
);

/** A host over `files` (absolute path to text) and the real standard library. */
export function memoryHost(files: Readonly<Record<string, string>>): Host {
  return {
    read: (path) => files[path] ?? standardLibrary.get(path) ?? null,
    stdlib: [...standardLibrary.keys()],
  };
}
