import { dirname, join } from "node:path/posix";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Extern } from "../model/checked.ts";
import type { Host } from "../model/host.ts";
import { contractOf } from "./contract.ts";
import type { Answer, ModuleContract, Verdict } from "./read-modules.ts";
import { reportMissing, reportOf } from "./report.ts";
import type { Verdicts } from "./verdicts.ts";

/** What it takes to read the modules behind a program's extern declarations. */
export interface ExternReading {
  /** Path of the module that is `sluice/runtime`, or of its declarations; `stdlib/` lies beside its folder. */
  readonly runtime: string;
  readonly verdicts?: Verdicts;
  /** `readModules` somewhere else; by default it is done here, and nothing else meanwhile. */
  readonly read?: (host: Host, runtime: string, contracts: readonly ModuleContract[]) => Promise<Answer>;
}

/**
 * What is wrong between extern declarations and the modules that they name; nothing where there are none. `externs` are
 * of a program without errors.
 */
export async function checkExterns(
  host: Host,
  externs: readonly Extern[],
  reading: ExternReading,
): Promise<Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  const asked: { readonly extern: Extern; readonly contract: ModuleContract }[] = [];
  for (const extern of externs) {
    const path = modulePath(extern);
    if (path === null) continue;
    if (host.read(path) === null) diagnostics.push(reportMissing(extern, besideOf(host, extern)));
    // The standard library's modules know their defaults, which are written into them.
    else {
      const whole = contractOf(extern.declaration, !extern.unit.stdlib);
      const names = [whole.name, ...extern.declaration.narrows.map(({ name }) => name)];
      for (const name of names) asked.push({ extern, contract: { module: path, contract: { ...whole, name } } });
    }
  }
  if (asked.length === 0) return diagnostics;
  const found = await verdictsOn(
    host,
    reading,
    asked.map(({ contract }) => contract),
  );
  const broken = new Set<string>();
  const faults = asked.flatMap(({ extern, contract: { module, contract } }, index) => {
    const verdict = found[index];
    if (verdict === undefined || verdict.kind === "fits" || broken.has(module)) return [];
    // What does not parse is said once.
    if (verdict.kind === "unreadable") broken.add(module);
    return [reportOf(extern, contract, verdict)];
  });
  return [...diagnostics, ...faults];
}

/** A verdict for each contract, in order: those that are kept, or new ones. */
async function verdictsOn(
  host: Host,
  { runtime, verdicts, read = readHere }: ExternReading,
  contracts: readonly ModuleContract[],
): Promise<readonly Verdict[]> {
  const question = JSON.stringify(contracts);
  const known = verdicts?.find(question, host.read) ?? null;
  if (known !== null) return known;
  const { found, texts } = await read(host, runtime, contracts);
  verdicts?.keep(question, found, texts);
  return found;
}

async function readHere(host: Host, runtime: string, contracts: readonly ModuleContract[]): Promise<Answer> {
  const { readModules } = await import("./read-modules.ts");
  return readModules(host, runtime, contracts);
}

function modulePath({ declaration, unit }: Extern): string | null {
  return declaration.from === null ? null : join(dirname(unit.path), declaration.from);
}

/** Files of the same name, with another ending. */
function besideOf(host: Host, { declaration, unit }: Extern): string[] {
  const bare = (declaration.from ?? "").replace(/\.[cm]?[jt]s$/, "");
  return [".ts", ".mts", ".js"]
    .map((ending) => bare + ending)
    .filter((one) => host.read(join(dirname(unit.path), one)) !== null);
}
