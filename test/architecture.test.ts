/** The rules of docs/architecture.md that can be checked by reading the sources. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./support/sluice.ts";

/** What each folder may import of ours, beside itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  grammar: [],
  compiler: ["grammar"],
  runtime: [],
  stdlib: ["runtime"],
  // The editor only for `sluice lsp`, which is where its server starts.
  cli: ["compiler", "grammar", "editor"],
  editor: ["compiler", "grammar"],
};

/** The stages of the compiler see those before them only. */
const stages = ["compiler/1-resolve", "compiler/2-check", "compiler/3-plan", "compiler/4-emit"];

/** Each package has one owner, so that it can be replaced there and is loaded only by those who need it. */
const owners: Readonly<Record<string, RegExp>> = {
  chevrotain: /^grammar\//,
  "ts-morph": /^compiler\/(4-emit\/print|extern\/read-modules)\.ts$/,
  "@eslint-community/regexpp": /^compiler\/regex\//,
  esbuild: /^cli\/bundle\.ts$/,
  kafkajs: /^stdlib\/kafka\//,
  snappyjs: /^stdlib\/kafka\/compression\//,
  lz4js: /^stdlib\/kafka\/compression\//,
  "@hpcc-js/wasm-zstd": /^stdlib\/kafka\/compression\//,
  webhdfs: /^stdlib\/hdfs\//,
  "vscode-languageserver": /^editor\//,
  "vscode-languageserver-textdocument": /^editor\//,
  "vscode-languageclient": /^editor\/vscode\//,
  vscode: /^editor\/vscode\//,
};

const maxLines = 350;

/** Longer on purpose, each with its reason. */
const mayBeLonger: Readonly<Record<string, string>> = {
  "grammar/ast.ts": "one table of the whole syntax tree; its parts are only found together",
};

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources = Object.keys(mayImport).flatMap(sourcesIn);

describe("architecture", () => {
  it("has import arrows that point one way", () => {
    const wrong = relativeImports().filter(({ from, to }) => {
      const [own, other] = [folderOf(from), folderOf(to)];
      return own !== other && !mayImport[own]?.includes(other);
    });
    assert.deepEqual(wrong.map(arrow), []);
  });

  it("has stages that know only earlier ones", () => {
    const stageOf = (path: string) => stages.findIndex((stage) => path.startsWith(`${stage}/`));
    const wrong = relativeImports().filter(({ from, to }) => stageOf(from) !== -1 && stageOf(to) > stageOf(from));
    assert.deepEqual(wrong.map(arrow), []);
  });

  it("has no import cycles", () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of relativeImports()) next.set(from, [...(next.get(from) ?? []), to]);
    assert.equal(findCycle(next)?.join(" -> "), undefined);
  });

  it("imports existing files by their full names", () => {
    const known = new Set(sources.map(({ path }) => path));
    assert.deepEqual(
      relativeImports()
        .filter(({ to }) => !known.has(to))
        .map(arrow),
      [],
    );
  });

  it("gives each package one owner, and the runtime none", () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
        .map((name) => (name.startsWith("@") ? name : name.split("/", 1).join("")))
        .filter((name) => owners[name]?.test(path) !== true)
        .map((name) => `${path} imports ${name}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("times by the clock that it is given", () => {
    const machineTime = /(?<![.\w])(Date\.now|setTimeout|setInterval|performance\.now)\(|new Date\(\)/;
    const wrong = sources
      .filter(({ path }) => /^(runtime|stdlib)\//.test(path) && path !== "runtime/clock.ts")
      .filter(({ text }) => machineTime.test(withoutComments(text)));
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it("has files of a length that one can read", () => {
    const long = sources
      .filter(({ path }) => !path.endsWith(".generated.ts") && mayBeLonger[path] === undefined)
      .filter(({ text }) => text.split("\n").length - 1 > maxLines);
    assert.deepEqual(
      long.map(({ path }) => path),
      [],
    );
  });

  it("names no path of the machine that it was written on", () => {
    // Put together here, so that this file does not name them either.
    const machine = new RegExp(["/wo" + "rk/", "/fa" + "rm/", "/ro" + "ot/", "\\.lib" + "rary\\b"].join("|"));
    const wrong = textFiles("").filter((path) => machine.test(readFileSync(join(root, path), "utf8")));
    assert.deepEqual(wrong, []);
  });

  it("locks packages by version and content, not by where they came from", () => {
    assert.doesNotMatch(readFileSync(join(root, "package-lock.json"), "utf8"), /"resolved"/);
  });
});

function sourcesIn(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.split("/").includes("node_modules"))
    .map((name) => join(folder, name))
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return { path, text, imports: importsOf(text) };
    });
}

function importsOf(text: string): readonly string[] {
  const forms = [/^(?:import|export)\b[^;"]*?\bfrom "([^"]+)"/gm, /^import "([^"]+)"/gm, /\bimport\("([^"]+)"\)/g];
  return forms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ""));
}

interface Arrow {
  readonly from: string;
  readonly to: string;
}

function relativeImports(): readonly Arrow[] {
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter((name) => name.startsWith("."))
      .map((name) => ({ from: path, to: normalize(join(dirname(path), name)) })),
  );
}

function arrow({ from, to }: Arrow): string {
  return `${from} -> ${to}`;
}

function folderOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

function findCycle(next: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] | null => {
    const at = path.indexOf(file);
    if (at !== -1) return [...path.slice(at), file];
    if (done.has(file)) return null;
    done.add(file);
    path.push(file);
    for (const other of next.get(file) ?? []) {
      const cycle = visit(other);
      if (cycle !== null) return cycle;
    }
    path.pop();
    return null;
  };
  for (const file of next.keys()) {
    const cycle = visit(file);
    if (cycle !== null) return cycle;
  }
  return null;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}

/** Every text that the repository holds, leaving out what is made or installed. */
function textFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (/^(node_modules|\.git|\.sluice|dist.*|tmp)$/.test(entry.name)) return [];
    if (entry.isDirectory()) return textFiles(path);
    return entry.isFile() && !/\.(vsix|png|jar)$/.test(entry.name) ? [path] : [];
  });
}
