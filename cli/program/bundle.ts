import { readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, type BuildResult, build, type Message, type Plugin, transform } from "esbuild";
import type { Output } from "../../compiler/4-emit/emit.ts";
import { packageRoot } from "../package-root.ts";

/** A program as one ES module that needs Node and nothing else. */
export interface Bundle {
  readonly code: string;
  /** JSON of a source map from `code` to the `.flow` files and all else that is in it. */
  readonly sourceMap: string;
  /** Texts of the user's own TypeScript that is in it, by path. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** Where a bundle goes and what is in it. */
export interface BundleOptions {
  /** The folder that it was emitted for; null: that of the entry. */
  readonly output?: string | null;
  /** Whether the runtime and the standard library are in it, or stay imports of `sluice/…`. */
  readonly library?: "inside" | "outside";
  /** Texts of modules that stand beside the program, by their names, and need not be on the disk. */
  readonly beside?: ReadonlyMap<string, string>;
  /** Whether it keeps its blanks, for those who look for something in it. */
  readonly isReadable?: boolean;
  /** Modules in whose place others are taken; what those import as `sluice-machine:NAME` stays outside. */
  readonly replaced?: readonly Replacement[];
}

/** Text that is taken for that of a module. */
export interface Replacement {
  readonly path: RegExp;
  /** `extension`: what names of the library's modules end with, `ts` or `js`. */
  contents(extension: string): string;
}

/** Something is wrong with a module that the program brings along; the message has a line for each fault. */
export class BundleError extends Error {}

/** Starts the bundler's process, so that it is there when it is needed: that takes a while, on another core. */
export function startBundler(): void {
  // What is wrong with it is said when it is used.
  transform("").catch(() => {});
}

/**
 * Bundles an emitted program with the runtime and the connectors that it uses. `entry` is the path of its `.flow`
 * file. The user's modules are found from `output`, the folder that the program was emitted for and will stand in; its
 * source map then names files relative to that. Without one it was emitted for the entry's folder and may end up
 * anywhere: it is made for speed, not for reading, and the map has `file:` URLs. Rejects with a BundleError when a module is missing or does not parse.
 */
export async function bundle(
  { typescript, sourceMap }: Pick<Output, "typescript" | "sourceMap">,
  entry: string,
  {
    output = null,
    library = "inside",
    beside = new Map(),
    isReadable = output !== null,
    replaced = [],
  }: BundleOptions = {},
): Promise<Bundle> {
  // The real one: what esbuild says of the files in a bundle is relative to it.
  const folder = output ?? realpathSync(dirname(resolve(entry)));
  // Not `x.ts`: a module of the user's own may have that name beside `x.flow`.
  const name = `${basename(entry)}.ts`;
  const result = await build({
    stdin: {
      contents: `${typescript}//# sourceMappingURL=data:application/json;base64,${toBase64(sourceMap)}\n`,
      resolveDir: folder,
      sourcefile: join(folder, name),
      loader: "ts",
    },
    absWorkingDir: folder,
    outfile: join(folder, `${basename(entry, ".flow")}.mjs`),
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    // One that may end up anywhere is for Node alone, which reads ASCII without blanks the fastest.
    ...(!isReadable ? { minifyWhitespace: true, charset: "ascii" } : { charset: "utf8" }),
    sourcemap: "external",
    legalComments: "none",
    logLevel: "silent",
    // What the folder around says to other tools must not change what a program does.
    tsconfigRaw: {},
    plugins: [
      library === "inside" ? ownModules() : modulesOutside,
      modulesBeside(beside),
      strictReader,
      ...replaced.map(replacing),
    ],
  }).catch((error: BuildFailure) => {
    throw new BundleError(error.errors.map((fault) => faultLine(fault, folder, name)).join("\n"));
  });
  const [code, map] = withRequire(textOf(result, ".mjs"), JSON.parse(textOf(result, ".map")));
  const named = output === null ? withUrls(map, folder) : { ...map, sources: map.sources.map(encodeURI) };
  return { code, sourceMap: JSON.stringify(named), inputs: inputsOf(result, folder, name) };
}

/** In the emitted module only an import can fail, and that is the `.flow` file's. */
function faultLine({ text, location }: Message, folder: string, emitted: string): string {
  if (location === null || location.file === emitted) return `${emitted.replace(/\.ts$/, ".flow")}: ${text}`;
  return `${resolve(folder, location.file)}:${location.line}:${location.column + 1}: ${text}`;
}

/** `sluice/runtime` and `sluice/stdlib/*` are this package's own, wherever the program lies. */
function ownModules(): Plugin {
  const root = packageRoot();
  // The command line's tests run from the sources, everything else from what was built.
  const fromSources = import.meta.url.endsWith(".ts");
  const library = fromSources ? root : join(root, "dist");
  const extension = fromSources ? ".ts" : ".js";
  return {
    name: "sluice",
    setup({ onResolve }) {
      onResolve({ filter: /^sluice\/(runtime|stdlib\/.+)$/ }, ({ path }) => {
        const below = path.slice("sluice/".length);
        const file = below === "runtime" ? "runtime/index" : below;
        return { path: join(library, `${file}${extension}`), sideEffects: false };
      });
    },
  };
}

const modulesOutside: Plugin = {
  name: "sluice-outside",
  setup({ onResolve }) {
    onResolve({ filter: /^sluice\/(runtime|stdlib\/.+)$/ }, ({ path }) => ({
      path,
      external: true,
      sideEffects: false,
    }));
  },
};

/** What the namespace of modules beside the program is called. */
const BESIDE = "sluice-beside";

function modulesBeside(texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: BESIDE,
    setup({ onResolve, onLoad }) {
      for (const [name, contents] of texts) {
        onResolve({ filter: /^\.\/[^/]+$/ }, ({ path }) =>
          path === `./${name}` ? { path: name, namespace: BESIDE } : null,
        );
        onLoad({ filter: /./, namespace: BESIDE }, () => ({ contents, loader: "ts" }));
      }
    },
  };
}

/**
 * `buffer-stream-reader`, which `webhdfs` needs, deletes a variable. That does nothing but forbid the file where all
 * code is strict, as in an ES module.
 */
const strictReader: Plugin = {
  name: "strict-reader",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]buffer-stream-reader[\\/]reader\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace("delete data;", ""),
    }));
  },
};

function replacing({ path: filter, contents }: Replacement): Plugin {
  return {
    name: "replaced",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^sluice-machine:/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter }, ({ path }) => ({
        contents: contents(path.slice(-2)),
        loader: "js",
        resolveDir: dirname(path),
      }));
    },
  };
}

interface SourceMap {
  sources: string[];
  mappings: string;
}

/** Client libraries that are no ES modules ask for Node's own by `require`, which a module has to make for itself. */
function withRequire(code: string, map: SourceMap): [string, SourceMap] {
  if (!/\b__require\b/.test(code)) return [code, map];
  const line =
    'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);\n';
  return [line + code, { ...map, mappings: `;${map.mappings}` }];
}

function withUrls(map: SourceMap, folder: string): SourceMap {
  return { ...map, sources: map.sources.map((source) => pathToFileURL(resolve(folder, source)).href) };
}

function inputsOf({ metafile }: BuildResult, folder: string, stdin: string): ReadonlyMap<string, string> {
  // The rest of the package is known by the compiler's build; samples in a checkout are the user's own, too.
  const own = ["dist", "grammar", "node_modules", "runtime", "stdlib"].map((name) => join(packageRoot(), name) + sep);
  const paths = Object.keys(metafile?.inputs ?? {})
    .filter((path) => !path.startsWith(`${BESIDE}:`))
    .map((path) => resolve(folder, path))
    .filter((path) => !own.some((part) => path.startsWith(part)) && relative(folder, path) !== stdin);
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

function textOf(result: BuildResult, ending: string): string {
  return result.outputFiles?.find((file) => file.path.endsWith(ending))?.text ?? "";
}

function toBase64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
