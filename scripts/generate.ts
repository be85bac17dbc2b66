/**
 * `npm run generate`: writes every file that is derived from another. With `--check` it writes nothing, names the files
 * that are stale, and ends with 1 when there are any.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Expr } from "../grammar/ast.ts";
import { textMateGrammar } from "../grammar/highlight.ts";
import { parse } from "../grammar/parse.ts";
import { flumeOptions } from "./generate/flume-options.ts";
import { fromSparkPage } from "./generate/from-spark.ts";
import { operatorIndex } from "./generate/operator-index.ts";
import { optionsModule } from "./generate/options.ts";
import { pageModule } from "./generate/page.ts";
import { peersPicture } from "./generate/peers-picture.ts";
import { pictures } from "./generate/pictures.ts";
import { type DeclarationFile, referencePages } from "./generate/reference.ts";
import { vimSyntax } from "./generate/vim-syntax.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Text by path below the checkout. */
type Files = ReadonlyMap<string, string>;

function declarationFiles(): DeclarationFile[] {
  return readdirSync(join(root, "stdlib"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".flow"))
    .map((name) => `stdlib/${name.replaceAll(sep, "/")}`)
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return { path, text, tree: parse(text, path).tree };
    });
}

function optionTypes(declared: readonly DeclarationFile[]): Files {
  const constants = new Map<string, Expr>();
  for (const { tree } of declared) {
    for (const decl of tree.declarations) if (decl.kind === "ConstDecl") constants.set(decl.name.text, decl.value);
  }
  const files = new Map<string, string>();
  for (const { path, tree } of declared) {
    const text = optionsModule(tree, basename(path), constants);
    if (text !== null) files.set(path.replace(/\.flow$/, ".options.ts"), text);
  }
  return files;
}

/** What the compiler writes operators with. */
function emitters(): Files {
  const folder = "compiler/4-emit/stream";
  const files = readdirSync(join(root, folder, "operators"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.replaceAll(sep, "/"));
  return new Map([[`${folder}/operators.generated.ts`, operatorIndex(files)]]);
}

/** Colours: for VS Code and whatever else reads TextMate grammars, and for Vim. */
function highlighting(): Files {
  return new Map([
    ["editor/vscode/syntaxes/flow.tmLanguage.json", JSON.stringify(textMateGrammar(), null, 2)],
    ["editor/neovim/syntax/flow.vim", vimSyntax()],
  ]);
}

/** Lays the texts out as the formatter would, so that checking the format of generated files is no special case. */
function formatted(files: Files): Files {
  const folder = mkdtempSync(join(tmpdir(), "sluice-generate-"));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    cpSync(join(root, "biome.json"), join(folder, "biome.json"));
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
    const options = ["--write", "--vcs-enabled=false", `--config-path=${folder}`];
    execFileSync(process.execPath, [biome, "format", ...options, folder], { stdio: ["ignore", "ignore", "pipe"] });
    return new Map([...files.keys()].map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Pages whose folder of the standard library is gone. */
function leftOver(files: Files): string[] {
  if (!existsSync(join(root, "docs/reference"))) return [];
  const pages = readdirSync(join(root, "docs/reference")).map((name) => `docs/reference/${name}`);
  return pages.filter((path) => !files.has(path));
}

const declared = declarationFiles();
const files = new Map([
  ...optionTypes(declared),
  ...referencePages(declared),
  ...fromSparkPage(declared),
  ...flumeOptions(declared),
  ...emitters(),
  ...highlighting(),
  ...pictures(root),
  ...peersPicture(root),
  ...pageModule(root),
]);
const stale = [...formatted(files)].filter(([path, text]) => readOrNull(join(root, path)) !== text);
const gone = leftOver(files);
if (process.argv.includes("--check")) {
  for (const [path] of stale) console.error(`${path} is stale; run \`npm run generate\``);
  for (const path of gone) console.error(`${path} is left over; run \`npm run generate\``);
  if (stale.length + gone.length > 0) process.exitCode = 1;
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
  for (const path of gone) rmSync(join(root, path));
}
