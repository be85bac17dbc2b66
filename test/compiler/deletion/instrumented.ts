import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { analyseWithModules, compile, createCache } from "../../../compiler/compile.ts";
import type { render } from "../../../compiler/report/render.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A call in the compiler's text that makes a diagnostic. */
export interface Site {
  /** `compiler/2-check/value/name.ts:31`. */
  readonly place: string;
}

/** The compiler, with every diagnostic's origin told, and one of them kept silent. */
export interface Instrumented {
  readonly sites: readonly Site[];
  readonly analyseWithModules: typeof analyseWithModules;
  readonly compile: typeof compile;
  readonly createCache: typeof createCache;
  readonly render: typeof render;
  /** Sites that made a diagnostic in `run`. */
  reached(run: () => Promise<void>): Promise<ReadonlySet<number>>;
  /** What `run` gives while the diagnostics of `site` are made under the code `DELETED`. */
  without<T>(site: number, run: () => Promise<T>): Promise<T>;
}

/** The code of a diagnostic whose check counts as deleted. */
export const DELETED = "DELETED";

interface Probe {
  deleted: number;
  reached: Set<number>;
}

/** Bundles the compiler with a probe in each call that makes a diagnostic. */
export async function instrumentedCompiler(): Promise<Instrumented> {
  const sites: Site[] = [];
  const folder = mkdtempSync(join(tmpdir(), "sluice-test-"));
  const entry = join(folder, "entry.ts");
  const outfile = join(folder, "compiler.mjs");
  const from = (path: string) => JSON.stringify(join(root, path));
  writeFileSync(
    entry,
    `export { analyseWithModules, compile, createCache } from ${from("compiler/compile.ts")};
export { render } from ${from("compiler/report/render.ts")};
const probe = { deleted: -1, reached: new Set() };
globalThis.probed = (site, make) => (...args) => {
  const made = make(...args);
  probe.reached.add(site);
  return site === probe.deleted ? { ...made, code: "${DELETED}" } : made;
};
export { probe };
`,
  );
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      external: ["ts-morph"],
      nodePaths: [join(root, "node_modules")],
      // From where ts-morph is looked for.
      define: { "import.meta.url": JSON.stringify(pathToFileURL(join(root, "package.json")).href) },
      banner: { js: 'import { createRequire as from } from "node:module"; const require = from(import.meta.url);' },
      plugins: [
        {
          name: "probes",
          setup(setup) {
            setup.onLoad({ filter: /[\\/](compiler|grammar)[\\/].*\.ts$/ }, ({ path }) => {
              const lines = readFileSync(path, "utf8").split("\n");
              const probed = lines.map((line, index) =>
                line.replace(/(?<!function )\b(messages\.report|problem)\(/g, (_, make: string) => {
                  sites.push({ place: `${relative(root, path)}:${index + 1}` });
                  return `probed(${sites.length - 1}, ${make})(`;
                }),
              );
              return { contents: probed.join("\n"), loader: "ts" };
            });
          },
        },
      ],
    });
    const module = (await import(pathToFileURL(outfile).href)) as Instrumented & { readonly probe: Probe };
    const { analyseWithModules, compile, createCache, render, probe } = module;
    return {
      sites,
      analyseWithModules,
      compile,
      createCache,
      render,
      async reached(run) {
        probe.reached = new Set();
        await run();
        return probe.reached;
      },
      async without(site, run) {
        probe.deleted = site;
        try {
          return await run();
        } finally {
          probe.deleted = -1;
        }
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
