/**
 * Programs that a generator writes: whatever it puts together by the rules of the language must pass every stage.
 * `SEED=1000 PROGRAMS=500` tries others, and more of them. A failure tells its seed and a small program that has it.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../../cli/program/bundle.ts";
import { analyse } from "../../../compiler/compile.ts";
import { format } from "../../../grammar/format.ts";
import type { TestResult } from "../../../runtime/testing/test-program.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { root } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { outline } from "../3-plan/outline.ts";
import { absolute, cache, compiled, errorsOf, programOf, refuse } from "./compiled.ts";
import type { RandomProgram } from "./program.ts";

const first = Number(process.env["SEED"] ?? 1);
const count = Number(process.env["PROGRAMS"] ?? 50);
const seeds = Array.from({ length: count }, (_, index) => first + index);

describe("random programs", function () {
  this.timeout(60_000 + count * 5_000);
  const folder = tempFolders();

  it("have no errors", async () => {
    for (const seed of seeds) if (hasErrors(programOf(seed).program) !== null) await refuse(seed, hasErrors);
  });

  it("mean the same when they are laid out, and are laid out once", async () => {
    for (const seed of seeds) if (layoutFault(programOf(seed).program) !== null) await refuse(seed, layoutFault);
  });

  it("compile to TypeScript that passes the type checker, strict", async () => {
    const found = await checked(seeds, folder());
    const [seed] = found.keys();
    if (seed === undefined) return;
    await refuse(seed, async (program) => (await checked([program], folder())).get(0) ?? null, 30);
  });

  it("run", async () => {
    for (const seed of seeds.filter((_, index) => index % 4 === 0)) {
      const fault = (program: RandomProgram) => runFault(program, folder());
      if ((await fault(programOf(seed).program)) !== null) await refuse(seed, fault);
    }
  });
});

function hasErrors(program: RandomProgram): string | null {
  const [error] = errorsOf(program);
  return error === undefined ? null : `${error.code} ${error.message}`;
}

function layoutFault(program: RandomProgram): string | null {
  const laid: Record<string, string> = {};
  for (const [name, text] of Object.entries(program)) {
    const once = format(text);
    if (!("text" in once)) return `cannot be laid out: ${once.diagnostics[0]?.message}`;
    const twice = format(once.text);
    if (!("text" in twice) || twice.text !== once.text) return `is laid out differently the second time:\n${once.text}`;
    laid[name] = once.text;
  }
  const [before, after] = [program, laid].map((files) => analyse(memoryHost(absolute(files)), "/p/main.flow", cache));
  if (before === undefined || after === undefined) return null;
  const same = JSON.stringify(outline(before.plan)) === JSON.stringify(outline(after.plan)) && before.ok === after.ok;
  return same ? null : "has another plan when it is laid out";
}

/** What the type checker of TypeScript says, by seed or place of the program; all are checked in one process. */
async function checked(programs: readonly (number | RandomProgram)[], folder: string): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const purposes = ["run", "test", "metrics"] as const;
  for (const [index, one] of programs.entries()) {
    const program = typeof one === "number" ? programOf(one).program : one;
    const key = typeof one === "number" ? one : index;
    for (const purpose of key % 5 === 0 ? purposes : purposes.slice(0, 2)) {
      try {
        const { output } = await compiled(program, purpose);
        if (output !== null) writeFileSync(join(folder, `${purpose}-${key}.ts`), output.typescript);
      } catch (error) {
        found.set(key, String((error as Error).stack));
      }
    }
  }
  if (found.size > 0) return found;
  const below = (path: string): string[] => [join(root, "dist", path)];
  const compilerOptions = {
    noEmit: true,
    rootDir: "/",
    noUnusedLocals: false,
    noUnusedParameters: false,
    typeRoots: [join(root, "node_modules/@types")],
    paths: { "sluice/runtime": below("runtime/index.d.ts"), "sluice/stdlib/*": below("stdlib/*.d.ts") },
  };
  const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8", maxBuffer: 1 << 28 });
  for (const line of stdout.split("\n")) {
    const [, key, code] = /(?:run|metrics|test)-(\d+)\.ts\(.*?error (TS\d+)/.exec(line) ?? [];
    // Only a generator compares two texts of which it can be seen that they differ, or asks for a default where
    // nothing is null.
    if (key === undefined || code === "TS2367" || code === "TS2869") continue;
    if (!found.has(Number(key))) found.set(Number(key), line);
  }
  assert.ok(status === 0 || /error TS/.test(stdout), stdout);
  return found;
}

/** Errors that a program cannot help, such as a pattern with letters that mean nothing, are none of the compiler's. */
const BROKEN = /is not defined|is not a function|is not iterable|annot read|before initialization|not a constructor/;

/** Loads the module of the program's tests and runs them; that they pass is not asked. */
async function runFault(program: RandomProgram, folder: string): Promise<string | null> {
  const { output } = await compiled(program, "test");
  if (output === null) return null;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "program.mjs");
  const { argv } = process;
  // The program's params would read the options of these tests.
  process.argv = argv.slice(0, 2);
  try {
    const { code } = await bundle(output, join(folder, "main.flow"));
    writeFileSync(file, code);
    const { default: tests } = await import(pathToFileURL(file).href);
    const results: readonly TestResult[] = await tests.run("");
    return results.flatMap((one) => one.failures.map(({ message }) => message)).find((one) => BROKEN.test(one)) ?? null;
  } catch (error) {
    const text = String(error);
    return BROKEN.test(text) || error instanceof SyntaxError ? text : null;
  } finally {
    process.argv = argv;
  }
}
