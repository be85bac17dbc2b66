import { analyse, compile, createCache } from "../../../compiler/compile.ts";
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { replayed, seeded } from "./choices.ts";
import { readLibrary } from "./library.ts";
import { type RandomProgram, randomProgram } from "./program.ts";
import { shrink } from "./shrink.ts";

/** Parsed files, so that the standard library is read once. */
export const cache = createCache();
const library = readLibrary(cache);

/** The program of a seed, and the choices that it is made of. */
export function programOf(seed: number): { readonly program: RandomProgram; readonly taken: readonly number[] } {
  const choices = seeded(seed);
  return { program: randomProgram(choices, library), taken: choices.taken };
}

/** The errors of a program; `files` are texts by name. */
export function errorsOf(files: RandomProgram): readonly Diagnostic[] {
  const { diagnostics } = analyse(memoryHost(absolute(files)), "/p/main.flow", cache);
  return diagnostics.filter((one) => one.severity === "error");
}

/** A program and what is made of it. */
export function compiled(files: RandomProgram, purpose: "run" | "metrics" | "test") {
  return compile(memoryHost(absolute(files)), "/p/main.flow", { cache, purpose });
}

export function absolute(files: RandomProgram): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
}

/** Fails with the smallest program that could be found for which `wrong` still says something. */
export async function refuse(
  seed: number,
  wrong: (program: RandomProgram) => Promise<string | null> | string | null,
  tries = 400,
): Promise<never> {
  const { taken } = programOf(seed);
  const programFor = (choices: readonly number[]): RandomProgram => randomProgram(replayed(choices), library);
  const smallest = await shrink(taken, async (one) => (await wrong(programFor(one))) !== null, tries);
  const program = programFor(smallest);
  const texts = Object.entries(program).map(([name, text]) => `// ${name}\n${text}`);
  throw new Error(`seed ${seed}: ${await wrong(program)}\n${texts.join("\n")}`);
}
