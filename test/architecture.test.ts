/** The rules of docs/architecture.md that can be checked by reading the sources. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./support/sluice.ts";
import { verbs } from "./verbs.ts";

/** What each folder may import of ours, beside itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  grammar: [],
  compiler: ["grammar"],
  runtime: [],
  stdlib: ["runtime"],
  // The editor only for `sluice lsp`, which is where its server starts.
  cli: ["compiler", "grammar", "editor"],
  editor: ["compiler", "grammar"],
  // What a program and its page say to each other.
  page: ["runtime"],
};

/** Folders below those that may import more: the console reaches clusters and stores as programs do. */
const mayImportBelow: Readonly<Record<string, readonly string[]>> = {
  "cli/console": ["runtime", "stdlib"],
  "cli/sim": ["runtime", "stdlib"],
  "cli/conformance": ["runtime"],
  "cli/data": ["runtime"],
  "cli/inspect": ["runtime"],
  "cli/picture": ["runtime"],
  "cli/dead": ["runtime", "stdlib"],
  "cli/record": ["runtime"],
};

/** What a folder may import of another, and nothing else of it. */
const sharedFiles: Readonly<Record<string, readonly string[]>> = {
  // The formats of access logs: the compiler reads them, and so do programs.
  stdlib: ["grammar/log-format.ts"],
};

/** The rooms of the runtime, floor by floor: each imports those of the floors below it, and no other of its own floor. */
const floors: readonly (readonly string[])[] = [
  ["system", "batch"],
  ["contract"],
  ["value"],
  ["codec", "log-store"],
  ["log", "state"],
  ["channel", "delivery", "groups", "keyed", "window"],
  ["topic"],
  ["engine"],
  ["program"],
  ["testing"],
];

/** The stages of the compiler see those before them only. */
const stages = ["compiler/1-resolve", "compiler/2-check", "compiler/3-plan", "compiler/4-emit"];

/** Each package has one owner, so that it can be replaced there and is loaded only by those who need it. */
const owners: Readonly<Record<string, RegExp>> = {
  chevrotain: /^grammar\//,
  "ts-morph": /^compiler\/extern\/read-modules\.ts$/,
  "@eslint-community/regexpp": /^compiler\/regex\//,
  "@modelcontextprotocol/server": /^cli\/mcp\/serve\.ts$/,
  zod: /^cli\/mcp\/tools\.ts$/,
  esbuild: /^cli\/(program\/bundle|sim\/script)\.ts$/,
  kafkajs: /^stdlib\/kafka\//,
  snappyjs: /^stdlib\/support\/compression\//,
  lz4js: /^stdlib\/support\/compression\//,
  "@hpcc-js/wasm-zstd": /^stdlib\/support\/compression\//,
  webhdfs: /^stdlib\/hdfs\//,
  "vscode-languageserver": /^editor\//,
  "vscode-languageserver-textdocument": /^editor\//,
  "vscode-languageclient": /^editor\/vscode\//,
  vscode: /^editor\/vscode\//,
};

const maxLines = 350;
const maxFiles = 25;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources = Object.keys(mayImport).flatMap((folder) => sourcesIn(folder));

describe("architecture", () => {
  it("has import arrows that point one way", () => {
    const wrong = relativeImports().filter(({ from, to }) => {
      const [own, other] = [folderOf(from), folderOf(to)];
      const below = Object.entries(mayImportBelow).flatMap(([folder, more]) =>
        from.startsWith(`${folder}/`) ? more : [],
      );
      const isAllowed = mayImport[own]?.includes(other) || below.includes(other) || sharedFiles[own]?.includes(to);
      return own !== other && !isAllowed;
    });
    assert.deepEqual(wrong.map(arrow), []);
  });

  it("has a runtime whose rooms see only the floors below them", () => {
    const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room));
    const wrong = relativeImports().filter(({ from, to }) => {
      const [own, other] = [roomOf(from, "runtime"), roomOf(to, "runtime")];
      return own !== null && other !== null && own !== other && floorOf(own) <= floorOf(other);
    });
    assert.deepEqual(wrong.map(arrow), []);
    const rooms = new Set(sources.flatMap(({ path }) => roomOf(path, "runtime") ?? []));
    assert.deepEqual([...rooms].sort(), floors.flat().sort());
  });

  it("has no arrow back between folders side by side", () => {
    const folders = new Set(sources.flatMap(({ path }) => foldersAbove(path)));
    const back = [...folders].flatMap((folder) => {
      const arrows = relativeImports().flatMap(({ from, to }) => {
        const [own, other] = [roomOf(from, folder), roomOf(to, folder)];
        return own === null || other === null || own === other ? [] : [[own, other] as const];
      });
      const next = new Map<string, string[]>();
      for (const [own, other] of arrows) next.set(own, [...(next.get(own) ?? []), other]);
      const cycle = findCycle(next);
      return cycle === null ? [] : [`${folder}: ${cycle.join(" -> ")}`];
    });
    assert.deepEqual(back, []);
  });

  it("has folders that one can survey", () => {
    const files = new Map<string, number>();
    for (const { path } of sources) files.set(dirname(path), (files.get(dirname(path)) ?? 0) + 1);
    assert.deepEqual(
      [...files].filter(([, count]) => count > maxFiles),
      [],
    );
  });

  it("has stages that know only earlier ones", () => {
    const stageOf = (path: string) => stages.findIndex((stage) => path.startsWith(`${stage}/`));
    const wrong = relativeImports().filter(({ from, to }) => stageOf(from) !== -1 && stageOf(to) > stageOf(from));
    assert.deepEqual(wrong.map(arrow), []);
  });

  it("has a plan that is data: nothing of the syntax tree is among its types", () => {
    const all = new Set(["compiler/3-plan/plan.ts"]);
    for (const path of all) for (const { from, to } of relativeImports()) if (from === path) all.add(to);
    assert.ok(all.size > 1);
    const wrong = [...all].filter((path) => path.startsWith("grammar/") || path === "compiler/model/declaration.ts");
    assert.deepEqual(wrong, []);
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
        .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"))
        .filter((name) => owners[name]?.test(path) !== true)
        .map((name) => `${path} imports ${name}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("knows operators, functions and components by what they declare, and not by their names", () => {
    const components = namesOf("source|channel|sink|topic|table");
    const all = new Set([...namesOf("operator|fn"), ...components]);
    for (const name of ["reduceByKey", "split", "from", "embedded"]) assert.ok(all.has(name), name);
    const compares = (where: RegExp, names: ReadonlySet<string>) =>
      sources
        .filter(({ path }) => where.test(path) && !path.endsWith(".generated.ts"))
        .flatMap(({ path, text }) =>
          namesCompared(withoutComments(text))
            .filter((name) => names.has(name))
            .map((name) => `${path} compares with "${name}"`),
        );
    assert.deepEqual(compares(/^compiler\/(3-plan|4-emit|explain|extern)\//, all), []);
    assert.deepEqual(compares(/^cli\/operate\//, components), []);
  });

  it("times by the clock that it is given", () => {
    const machineTime = /(?<![.\w])(Date\.now|setTimeout|setInterval|performance\.now)\(|new Date\(\)/;
    const wrong = sources
      .filter(({ path }) => /^(runtime|stdlib)\//.test(path) && path !== "runtime/system/clock.ts")
      .filter(({ text }) => machineTime.test(withoutComments(text)));
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it("reaches the machine through its system port", () => {
    const machine = /^node:(fs|net|tls|http|https|http2|dgram|dns|child_process|os|timers|worker_threads)(\/|$)/;
    const wrong = sources
      .filter(({ path }) => /^(runtime|stdlib)\//.test(path) && !path.startsWith("runtime/system/"))
      .filter(({ path }) => !path.endsWith(".d.ts"))
      .filter(({ text, imports }) => imports.some((name) => machine.test(name)) || /\bMath\.random\b/.test(text));
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it("has files of a length that one can read", () => {
    const long = sources
      .filter(({ path }) => !path.endsWith(".generated.ts"))
      .filter(({ text }) => text.split("\n").length - 1 > maxLines);
    assert.deepEqual(
      long.map(({ path }) => path),
      [],
    );
  });

  it("calls functions that act by verbs", () => {
    const acting = /\bfunction (\w+)(?:<[^(]*>)?\((?:[^()]|\([^()]*\))*\): (?:void|Promise<void>) \{/g;
    const wrong = sources.flatMap(({ path, text }) =>
      [...text.matchAll(acting)]
        .map(([, name = ""]) => name)
        .filter((name) => !verbs.has(/^[a-z]+/.exec(name)?.[0] ?? name))
        .map((name) => `${path}: ${name}; is its first word a verb that test/verbs.ts lacks?`),
    );
    assert.deepEqual(wrong, []);
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

/** What the standard library declares of these kinds. */
function namesOf(kinds: string): ReadonlySet<string> {
  const declared = new RegExp(`^pub extern (?:${kinds}) (?:.*?\\.)?(\\w+)[<(]`, "gm");
  return new Set(
    sourcesIn("stdlib", ".flow").flatMap(({ text }) => [...text.matchAll(declared)].map(([, name = ""]) => name)),
  );
}

/** Texts that something called `name`, `text` or `builtIn` is compared with, or a regular expression looks for in it. */
function namesCompared(text: string): readonly string[] {
  const name = /\b(?:name|text|builtIn|emitter)\b\)?/.source;
  const comparisons = [
    `${name} [!=]== "(\\w+)"`,
    `"(\\w+)" [!=]== [\\w.]*${name}`,
    `/\\^?(\\w+)\\$?/\\w*\\.test\\([^)]*${name}`,
  ];
  const cases = [...text.matchAll(/switch \([^)]*\b(?:name|text|builtIn|emitter)\) \{([\s\S]*?)\n {2}\}/g)].flatMap(
    (match) => [...(match[1] ?? "").matchAll(/case "(\w+)"/g)],
  );
  const found = comparisons.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, "g"))]);
  return [...found, ...cases].map((match) => match[1] ?? "");
}

function sourcesIn(folder: string, ending = ".ts"): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending) && !name.split("/").includes("node_modules"))
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

/** The folder below `folder` that holds `path`; null when it is elsewhere, or `folder` holds the file itself. */
function roomOf(path: string, folder: string): string | null {
  if (!path.startsWith(`${folder}/`)) return null;
  const [room, ...rest] = path.slice(folder.length + 1).split("/");
  return rest.length === 0 ? null : room!;
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
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
