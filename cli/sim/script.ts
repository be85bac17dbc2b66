import { Script } from "node:vm";
import { transform } from "esbuild";
import type { Plan } from "../../compiler/3-plan/plan.ts";
import type { Output } from "../../compiler/4-emit/emit.ts";
import { bundle } from "../program/bundle.ts";
import { observed } from "../program/observed.ts";
import { globalsOf } from "./machine/modules.ts";
import type { Running, SimulatedProcess } from "./machine/process.ts";
import { models } from "./models.ts";
import { type Parts, partsOf } from "./parts.ts";

/** A component as the program makes it, with the values of its options. */
export interface DeclaredComponent {
  /** Name of its declaration: `taildir`. */
  readonly component: string;
  /** `a1.r1` */
  readonly name: string;
  /** The group that it is part of; null where it stands for itself. */
  readonly group: string | null;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A compiled program that can begin any number of lives, each with modules of its own. */
export interface ProgramScript {
  /** Begins a life; what the program declares is known at once, and is added to `declared`. Throws what its modules throw. */
  start(process: SimulatedProcess, declared?: DeclaredComponent[]): readonly DeclaredComponent[];
  /** Numbers of the points that any of its lives has reached; it fills. */
  readonly reached: ReadonlySet<number>;
}

/** Texts of a program. */
export interface ScriptText {
  /** The emitted program and the user's own modules, which each life evaluates. */
  readonly program: string;
  /** What it needs of the runtime and the standard library. All lives share that, so that it is compiled once. */
  readonly library: string;
  readonly parts: Parts;
}

/** The names by which a bundled program reaches anything outside of it. */
const globalNames = [
  "require",
  "process",
  "Date",
  "Math",
  "performance",
  "AbortSignal",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
] as const;

type Made = (component: string, given: readonly unknown[]) => void;

/** Texts of a script from an emitted program; `entry` is the path of its `.flow` file. Rejects with a BundleError. */
export async function scriptText(output: Output, plan: Plan, entry: string): Promise<ScriptText> {
  const observedOutput = { ...output, typescript: counting(observed(output.typescript)) };
  const { code } = await bundle(observedOutput, entry, { library: "outside", isReadable: true });
  const shared = await bundle({ typescript: libraryOf(code), sourceMap: NO_MAP }, entry, {
    isReadable: true,
    replaced: models,
  });
  const library = await asScript(shared.code);
  return { program: await asScript(code.replace(EXPORTS, "")), library, parts: partsOf(plan) };
}

/**
 * The last statement of a bundle. Nobody imports the program of a life, and getters of its exports would keep it for long (see
 * `run-scenario.ts`).
 */
const EXPORTS = /\nexport \{[^}]*\};\s*$/;

const NO_MAP = '{"version":3,"sources":[],"mappings":""}';

async function asScript(module: string): Promise<string> {
  const { code } = await transform(module, {
    format: "cjs",
    platform: "node",
    target: "node20.19",
    define: { "import.meta.url": '"file:///sim/program.mjs"' },
    logLevel: "silent",
  });
  return code;
}

/** A module that exports as `modules` what the bundled `program` imports of the runtime and the standard library. */
function libraryOf(program: string): string {
  const imports = [...program.matchAll(/^import (\* as \w+|\{[^}]*\}) from "(sluice\/[^"]+)";$/gm)];
  const names = new Map<string, Set<string>>();
  for (const [, clause, path] of imports) {
    const known = names.get(path!) ?? new Set();
    names.set(path!, known);
    if (clause!.startsWith("*")) known.add("*");
    else for (const name of clause!.slice(1, -1).split(",")) known.add(name.trim().split(" as ")[0]!);
  }
  const modules = [...names].map(([path, known], index) => {
    const local = (name: string) => `${name}_${index}`;
    const text = JSON.stringify(path);
    if (known.has("*")) return { line: `import * as all_${index} from ${text};`, entry: `${text}: all_${index}` };
    const own = [...known].filter((name) => name !== "");
    const line = `import { ${own.map((name) => `${name} as ${local(name)}`).join(", ")} } from ${text};`;
    return { line, entry: `${text}: { ${own.map((name) => `${name}: ${local(name)}`).join(", ")} }` };
  });
  const lines = modules.map(({ line }) => line);
  return `${lines.join("\n")}\nexport const modules = { ${modules.map(({ entry }) => entry).join(", ")} };\n`;
}

/**
 * What gives the variables of a library's modules the values back that they had at first: a life must not find what an
 * earlier one has left there. They are those that begin empty; a table that is filled where it is declared is constant.
 */
function resetOf(library: string): string {
  const empty =
    /^var ([\w$]+) = (null|true|false|""|\d+|\[\]|\{\}|(?:\/\* @__PURE__ \*\/ )?new (?:Map|Set|WeakMap)\(\));$/gm;
  // What a module exports that is loaded when it is asked for is filled by its getters, and stays.
  const own = Array.from(library.matchAll(empty)).filter(([, name]) => !/_exports\d*$/.test(name!));
  return own.map(([, name, value]) => `${name} = ${value};`).join(" ");
}

/** A script whose lives begin with `start`. One life of it runs at a time. */
export function programScript(
  { library, program, parts }: ScriptText,
  environment: Readonly<Record<string, string>> = {},
): ProgramScript {
  const own = ["__made", "__reached", "exports", "module"];
  const reached = new Set<number>();
  const compile = (text: string, names: readonly string[], filename: string) => {
    const script = new Script(`(function (${names.join(", ")}) {${text}\n})`, { filename });
    return script.runInThisContext() as (...given: readonly unknown[]) => unknown;
  };
  const evaluate = compile(program, [...globalNames, ...own], "program.mjs");
  let life: { readonly running: Running; readonly globals: readonly unknown[]; readonly reset: () => void } | null =
    null;
  const firstLife = (process: SimulatedProcess) => {
    const running: Running = { process };
    const globals = globalsOf(running, environment);
    const load = compile(
      `${library}\nreturn () => { ${resetOf(library)} };`,
      [...globalNames, "exports", "module"],
      "library.mjs",
    );
    const module: { exports: { modules?: Readonly<Record<string, unknown>> } } = { exports: {} };
    const outer = globalNames.map((name) => globals[name]);
    const reset = load(...outer, module.exports, module) as () => void;
    const { modules = {} } = module.exports;
    const require = (name: string) => modules[name] ?? globals.require(name);
    return { running, globals: [require, ...outer.slice(1)], reset };
  };
  return {
    reached,
    start(process, declared = []) {
      life ??= firstLife(process);
      life.running.process = process;
      life.reset();
      const made: Made = (component, given) => {
        const last = given.at(-1);
        if (typeof last !== "object" || last === null || !("place" in last) || !("name" in last)) return;
        const options = (given.length > 1 ? given[0] : {}) as Record<string, unknown>;
        const name = String(last.name);
        declared.push({ component: parts.makers[name] ?? component, name, group: parts.groups[name] ?? null, options });
      };
      const module = { exports: {} };
      evaluate(...life.globals, made, reached, module.exports, module);
      return declared;
    },
  };
}

/** The emitted module, which notes what it reaches in the set of its script. */
function counting(typescript: string): string {
  return typescript.replace(/^const (\w+) = new Set<number>\(\);$/m, "const $1 = __reached;");
}
