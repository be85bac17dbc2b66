import type { StoredTable } from "../manifest.ts";
import type { TableShape } from "../state-table.ts";
import { misfitOf } from "./fit-schema.ts";
import { NO_NAME } from "./state-misfit.ts";

/** What a program declares under the name of a table. */
export interface DeclaredTable extends Pick<TableShape<unknown>, "kind" | "key" | "value" | "every"> {
  /** Another name for it, with a hash of the chain that it stands in, where no `let` names it and its name has none. */
  readonly chain?: string | undefined;
}

/** What a start makes of a table: of one that is kept, of one that is declared, or of both. */
export interface TableVerdict {
  /**
   * `kept`: as it is. `migrated`: with other types, which fit. `begun`: nothing is kept that it could have. `lost`: the
   * program has nothing that could take it, so that it does not start without `--discard-state`.
   */
  readonly verdict: "kept" | "migrated" | "begun" | "lost";
  /** Null for one that begins. */
  readonly stored: StoredTable | null;
  /** Name that the program declares; null for one that is lost. */
  readonly name: string | null;
  /** Why it is lost; null for all others. */
  readonly reason: string | null;
}

/**
 * What becomes of the tables that a stream has kept, at the start of a program that declares `declared`. A start acts by
 * it, and `sluice diff` tells it.
 */
export function judgeTables(
  stored: readonly StoredTable[],
  declared: ReadonlyMap<string, DeclaredTable>,
): TableVerdict[] {
  const takers = takersOf(stored, declared);
  const taken = new Set<string>();
  const verdicts = stored.map((table): TableVerdict => {
    const name = takers.get(table) ?? null;
    const shape = declared.get(name ?? "");
    const reason = reasonAgainst(table, shape);
    if (reason !== null || name === null || shape === undefined) {
      return { verdict: "lost", stored: table, name: null, reason };
    }
    taken.add(name);
    return { verdict: isSameTypes(table, shape) ? "kept" : "migrated", stored: table, name, reason: null };
  });
  const begun = [...declared.keys()].filter((name) => !taken.has(name));
  return [...verdicts, ...begun.map((name): TableVerdict => ({ verdict: "begun", stored: null, name, reason: null }))];
}

/** Chains are told apart by what is written in them, whatever else the stream has got or lost meanwhile. */
function takersOf(
  stored: readonly StoredTable[],
  declared: ReadonlyMap<string, DeclaredTable>,
): ReadonlyMap<StoredTable, string> {
  const byChain = new Map([...declared].map(([name, { chain = name }]) => [chain, name]));
  const takers = new Map<StoredTable, string>();
  const free = new Set(declared.keys());
  const give = (table: StoredTable, name: string | undefined): void => {
    if (name !== undefined && !takers.has(table) && free.delete(name)) takers.set(table, name);
  };
  for (const table of stored) give(table, byChain.get(table.chain ?? table.name));
  for (const table of stored) give(table, table.name);
  return takers;
}

/** Why a program that declares `shape` for `stored` cannot take it over; null where it can. */
function reasonAgainst(stored: StoredTable, shape: DeclaredTable | undefined): string | null {
  if (shape === undefined) return NO_NAME;
  if (stored.kind !== shape.kind) return `it is ${shape.kind} now`;
  const key = misfitOf(stored.key, shape.key) ?? misfitOf(shape.key, stored.key);
  if (key !== null) return `of its keys, ${key}`;
  const value = misfitOf(stored.value, shape.value);
  if (value !== null) return `of its values, ${value}`;
  if (stored.every !== shape.every)
    return `it counts batches of ${stored.every} ms, and now there is one every ${shape.every} ms`;
  return null;
}

function isSameTypes(stored: StoredTable, shape: DeclaredTable): boolean {
  return JSON.stringify([stored.key, stored.value]) === JSON.stringify([shape.key, shape.value]);
}
