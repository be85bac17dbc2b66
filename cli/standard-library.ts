import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type CompilerCache, createCache } from "../compiler/compile.ts";
import type { Host } from "../compiler/model/host.ts";
import type { SourceFile } from "../grammar/ast.ts";
import { packageRoot } from "./package-root.ts";

/** What `scripts/build.mjs` has parsed, by path below the package. */
type ParsedFiles = Readonly<Record<string, { readonly text: string; readonly tree: SourceFile }>>;

/**
 * A cache that knows the standard library already, which would take a tenth of a second to parse. A file that
 * is not as it was at the build is left out, and is parsed when it is needed.
 */
export function parsedStandardLibrary(host: Host): CompilerCache {
  const root = packageRoot();
  const known = readParsed(join(root, "dist/standard-library.json"));
  const cache = createCache();
  for (const path of host.stdlib) {
    const parsed = known[relative(root, path).replaceAll(sep, "/")];
    const text = host.read(path);
    if (parsed === undefined || parsed.text !== text) continue;
    cache.parsed.set(path, { unit: { path, text, tree: parsed.tree, stdlib: true }, diagnostics: [] });
  }
  return cache;
}

/** Nothing where nothing was built: the command line run from its sources. */
function readParsed(path: string): ParsedFiles {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ParsedFiles;
  } catch {
    return {};
  }
}
