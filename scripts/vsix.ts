/**
 * `npm run vsix`: packs the VS Code extension into `sluice-VERSION.vsix` in the current folder. The file holds all that
 * it needs: the client, the language server, the declarations of the standard library and the pages about messages.
 *
 * A .vsix is a zip file in the layout of the Open Packaging Conventions (ECMA-376, part 2) with a manifest of Visual
 * Studio's beside the extension's own files.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { strToU8, type Zippable, zipSync } from "fflate";
import { thirdPartyNotices } from "./third-party-notices.ts";
import { contentTypes, type ExtensionManifest, vsixManifest } from "./vsix/manifest.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const extension = join(root, "editor/vscode");

/** The oldest VS Code that the manifest allows has Node 20. */
const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  write: false,
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
};

type Bundle = { readonly code: Uint8Array; readonly metafile: Metafile };

async function bundle(options: BuildOptions): Promise<Bundle> {
  const { outputFiles, metafile } = await build({ ...shared, ...options });
  const [output] = outputFiles ?? [];
  if (output === undefined || metafile === undefined) throw new Error("esbuild has written nothing");
  return { code: output.contents, metafile };
}

function bundleClient(): Promise<Bundle> {
  return bundle({ entryPoints: ["editor/vscode/extension.ts"], format: "cjs", external: ["vscode"] });
}

function bundleServer(): Promise<Bundle> {
  const contents = 'import { command } from "./cli/commands/lsp.ts";\nawait command.run(process.argv.slice(2));';
  // The protocol's library is CommonJS and asks for Node's modules by `require`, which an ES module has to make.
  const banner = 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);';
  return bundle({ stdin: { contents, resolveDir: root, loader: "ts" }, format: "esm", banner: { js: banner } });
}

async function pack(folder: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
  const manifest = JSON.parse(readFileSync(join(extension, "package.json"), "utf8")) as ExtensionManifest;
  const [client, server] = await Promise.all([bundleClient(), bundleServer()]);
  const files: Record<string, Uint8Array> = {
    "package.json": strToU8(JSON.stringify({ ...manifest, version }, null, 2)),
    "readme.md": readFileSync(join(extension, "README.md")),
    "LICENSE.txt": readFileSync(join(root, "LICENSE")),
    "third-party-notices.txt": strToU8(thirdPartyNotices(root, [client.metafile, server.metafile])),
    "language-configuration.json": readFileSync(join(extension, "language-configuration.json")),
    "syntaxes/flow.tmLanguage.json": readFileSync(join(extension, "syntaxes/flow.tmLanguage.json")),
    "dist/extension.cjs": client.code,
    "dist/server.mjs": server.code,
    "dist/standard-library.json": readFileSync(join(root, "dist/standard-library.json")),
    ...below("stdlib", ".flow"),
    ...below("docs/errors", ".md"),
  };
  const parts: Zippable = {
    "extension.vsixmanifest": strToU8(vsixManifest(manifest, version)),
    "[Content_Types].xml": strToU8(contentTypes(Object.keys(files).map((name) => basename(name)))),
  };
  for (const [name, bytes] of Object.entries(files)) parts[`extension/${name}`] = bytes;
  const target = resolve(folder, `${manifest.name}-${version}.vsix`);
  // Always the same time, so that the same sources give the same file.
  writeFileSync(target, zipSync(parts, { level: 9, mtime: new Date(1980, 0, 1) }));
  return target;
}

/** All files of a folder of the package that end so. */
function below(folder: string, ending: string): Record<string, Uint8Array> {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const wanted = names.filter((name) => name.endsWith(ending)).sort();
  return Object.fromEntries(
    wanted.map((name) => [`${folder}/${name.replaceAll(sep, "/")}`, readFileSync(join(root, folder, name))]),
  );
}

console.log(await pack(process.argv[2] ?? "."));
