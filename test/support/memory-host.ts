import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Host } from "../../compiler/model/host.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
/** What `sluice/runtime` is. */
export const runtimeModule = `${checkout}/runtime/index.ts`;

const root = `${checkout}/stdlib`;

const standardLibrary: ReadonlyMap<string, string> = new Map(
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".flow"))
    .sort()
    .map((name) => [`${root}/${name}`, readFileSync(`${root}/${name}`, "utf8")]),
);

/** What implements `sluice/runtime` and the standard library: users' modules import the types of it. */
function ownSource(path: string): string | null {
  const isOwn = path.startsWith(`${checkout}/runtime/`) || path.startsWith(`${root}/`);
  return isOwn && statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, "utf8") : null;
}

/** A host over `files` (absolute path to text), and the real standard library and runtime. */
export function memoryHost(files: Readonly<Record<string, string>>): Host {
  return {
    read: (path) => files[path] ?? standardLibrary.get(path) ?? ownSource(path),
    stdlib: [...standardLibrary.keys()],
  };
}
