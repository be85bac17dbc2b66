// Makes `dist/`: the command line bundled with its parser (one small entry, which is all that a warm `sluice run` loads,
// and one file a command), and the runtime and standard library as plain modules with declarations.
// Run by `npm ci`; types are checked by `npm test`, not here. `--watch` builds again whenever a source changes.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, watch } from "node:fs";
import { chmod, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ["grammar", "compiler", "runtime", "stdlib", "cli", "editor"];

/** Client libraries and the code generator stay outside the bundle and are loaded when something needs them. */
const external = ["ts-morph", "esbuild", "kafkajs", "snappyjs", "lz4js", "@hpcc-js/wasm-zstd"];

/** The protocol's library is CommonJS and asks for Node's modules by `require`, which an ES module has to make. */
const requiring =
  'import { createRequire as requireOf } from "node:module";\nconst require = requireOf(import.meta.url);';

/** Builds into a folder of its own and swaps it in, so that a failure leaves the last good build in place. */
async function buildAll() {
  const fresh = join(root, `dist.${process.pid}`);
  const old = `${fresh}.old`;
  try {
    // Settled, not all: nothing may still be writing when a failure takes the folder away.
    const library = compileLibrary(fresh).then(() => bundleHdfsClient(join(fresh, "stdlib/hdfs/web")));
    const parts = await Promise.allSettled([bundleCli(join(fresh, "cli")), library, parseDeclarations()]);
    for (const part of parts) if (part.status === "rejected") throw part.reason;
    await writeFile(join(fresh, "standard-library.json"), JSON.stringify(parts[2].value));
    await writeFile(join(fresh, "build-id"), await digest([fresh, join(root, "stdlib")]));
    const dist = join(root, "dist");
    if (existsSync(dist)) await rename(dist, old);
    await rename(fresh, dist);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
  await linkCommand();
}

/**
 * Two builds: `main.js` has all that a warm `sluice run` needs, since each further file takes a millisecond of its start;
 * what is imported when it is needed, and the threads, share chunks.
 */
async function bundleCli(outdir) {
  const options = {
    outdir,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external,
    legalComments: "none",
    logLevel: "warning",
  };
  const later = new Map();
  await build({ ...options, entryPoints: [join(root, "cli/main.ts")], plugins: [importedLater(later)] });
  const threads = {
    "extern-worker": join(root, "cli/extern-worker.ts"),
    "sim-worker": join(root, "cli/sim/sim-worker.ts"),
    "conformance-victim": join(root, "cli/conformance/victim.ts"),
  };
  await build({
    ...options,
    banner: { js: requiring },
    entryPoints: { ...Object.fromEntries(later), ...threads },
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  });
  await chmod(join(outdir, "main.js"), 0o755);
}

/** Leaves files outside that are imported when they are needed, and gathers them by the names that they get. */
function importedLater(later) {
  return {
    name: "imported-later",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const file = join(resolveDir, path);
        const name = relative(join(root, "cli"), file).replaceAll(sep, "/").replace(/\.ts$/, "");
        later.set(name, file);
        return { path: `./${name}.js`, external: true };
      });
    },
  };
}

/** The native compiler writes JavaScript and declarations of the modules that programs import. */
async function compileLibrary(outDir) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  try {
    await promisify(execFile)(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", outDir]);
  } catch (error) {
    throw new Error(`tsc could not compile runtime/ and stdlib/:\n${error.stdout || error.message}`);
  }
}

/**
 * The client of HDFS in one file, with the packages that it needs: which of them are installed beside it would be for
 * another project's lock file to say, and the one that it asks for by itself, `request`, is no longer maintained.
 */
async function bundleHdfsClient(outdir) {
  const { metafile } = await build({
    stdin: { contents: 'module.exports = require("webhdfs");', resolveDir: root },
    absWorkingDir: root,
    outfile: join(outdir, "client.cjs"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20.19",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [strictReader],
  });
  await writeFile(join(outdir, "client.js"), 'import webhdfs from "./client.cjs";\nexport { webhdfs };\n');
  const { thirdPartyNotices } = await moduleOf("scripts/third-party-notices.ts");
  await writeFile(join(outdir, "client.licences.txt"), thirdPartyNotices(root, [metafile]));
}

/**
 * `buffer-stream-reader`, which `webhdfs` needs, deletes a variable. That does nothing but forbid the file where all
 * code is strict, as in the ES modules that programs are bundled to.
 */
const strictReader = {
  name: "strict-reader",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]buffer-stream-reader[\\/]reader\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace("delete data;", ""),
    }));
  },
};

/** What a TypeScript module of this checkout exports. */
async function moduleOf(path) {
  const options = { bundle: true, format: "esm", platform: "node", write: false, logLevel: "silent" };
  const { outputFiles } = await build({ entryPoints: [join(root, path)], ...options });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** Texts and syntax trees of the standard library's declarations, so that no start of the compiler parses them again. */
async function parseDeclarations() {
  const { parse } = await moduleOf("grammar/parse.ts");
  const parsed = {};
  for (const name of await readdir(join(root, "stdlib"), { recursive: true })) {
    if (!name.endsWith(".flow")) continue;
    const path = `stdlib/${name.replaceAll(sep, "/")}`;
    const text = await readFile(join(root, path), "utf8");
    const { tree, diagnostics } = parse(text, path);
    // Whoever reads a file with a fault is to be told of it then.
    if (diagnostics.length === 0) parsed[path] = { text, tree };
  }
  return parsed;
}

/** Stands for everything that decides what a program compiles to; the cache of `sluice run` is keyed by it. */
async function digest(folders) {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".d.ts"))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) {
      hash.update(relative(folder, file)).update("\0");
      hash.update(await readFile(file)).update("\0");
    }
  }
  return hash.digest("hex").slice(0, 32);
}

/** npm does not link a package's own command into its own node_modules; scripts and editors look there. */
async function linkCommand() {
  const link = join(root, "node_modules/.bin/sluice");
  if (!existsSync(dirname(link)) || existsSync(link)) return;
  await symlink("../../dist/cli/main.js", link).catch(() => {});
}

async function watchSources() {
  let timer;
  let building = false;
  let again = false;
  const rebuild = async () => {
    if (building) {
      again = true;
      return;
    }
    building = true;
    const start = performance.now();
    try {
      await buildAll();
      console.log(`built in ${Math.round(performance.now() - start)} ms`);
    } catch (error) {
      console.error(error.message);
    }
    building = false;
    if (again) {
      again = false;
      await rebuild();
    }
  };
  for (const folder of sources) {
    if (!existsSync(join(root, folder))) continue;
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, 100);
    });
  }
  await rebuild();
}

if (process.argv.includes("--watch")) {
  await watchSources();
} else {
  try {
    await buildAll();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
