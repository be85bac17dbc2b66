import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Violation } from "../../../cli/sim/judge.ts";
import { programScript } from "../../../cli/sim/script.ts";
import { runSeeds } from "../../../cli/sim/seed-range.ts";
import { type Prepared, prepare } from "../../../cli/sim/simulate.ts";
import type { Mutant } from "./mutants.ts";

/** `programs/NAME.flow`, ready to be simulated. */
export async function simulated(name: string): Promise<Prepared> {
  const entry = fileURLToPath(new URL(`programs/${name}.flow`, import.meta.url));
  const prepared = await prepare(entry, [], new Map());
  assert.ok(prepared !== null, `${name}.flow has errors`);
  return prepared;
}

/**
 * The program with the mutant's fault in it. The bundler numbers names: `<x>` in what is looked for and in what replaces
 * it stands for one name. Throws unless what the mutant changes is there exactly once.
 */
export function mutated(program: Prepared, mutant: Mutant): Prepared {
  const places = [mutant, ...(mutant.also === undefined ? [] : [mutant.also])];
  const { library: original } = program.text;
  const library = places.reduce((text, place) => planted(text, mutant.what, place), original);
  const text = { ...program.text, library };
  return { ...program, text, subject: { ...program.subject, script: programScript(text) } };
}

function planted(original: string, what: string, { find, replace }: Pick<Mutant, "find" | "replace">): string {
  const known = new Set<string>();
  const literal = find
    .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replace(/\s+/g, "\\s+")
    .replace(/<(\w+)>/g, (_, name: string) => {
      if (known.has(name)) return `\\k<${name}>`;
      known.add(name);
      return `(?<${name}>[\\w$]+)`;
    });
  const pattern = new RegExp(literal, "g");
  const found = [...original.matchAll(pattern)];
  if (found.length !== 1) throw new Error(`"${what}" finds its place ${found.length} times`);
  const names = found[0]!.groups ?? {};
  return original.replace(pattern, () => replace.replace(/<(\w+)>/g, (_, name: string) => names[name] ?? name));
}

/** The first seed from `first` on under which something is violated; null where none of `seeds` is. */
export async function firstViolation(
  { subject, baseline }: Prepared,
  first: number,
  seeds: number,
  isDamaged = false,
): Promise<{ readonly seed: number; readonly violations: readonly Violation[] } | null> {
  for (let seed = first; seed < first + seeds; seed++) {
    const { failed } = await runSeeds(subject, { first: seed, beyond: seed + 1, step: 1, isDamaged }, baseline);
    if (failed.length > 0) return failed[0]!;
  }
  return null;
}
