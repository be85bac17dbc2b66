/** What Flume expects of a value: `s` and `ms` are numbers of that unit. */
export type ValueKind = "text" | "int" | "bool" | "ms" | "s" | "bytes" | "regex";

/** A key that a component of Flume's understands. */
export interface FlumeKey {
  /** As written behind the component's name: `hdfs.rollInterval`. */
  readonly name: string;
  readonly kind: ValueKind;
  readonly required: boolean;
  /** What Flume assumes, without its unit; null for nothing. */
  readonly fallback: string | null;
  /** A default that surprises people, so that it is written out even where ours is the same. */
  readonly surprising?: boolean;
}

/** A kind of component that Flume has. */
export interface FlumeType {
  /** The name that configurations use; other names follow, with the simple and the full names of classes. */
  readonly name: string;
  readonly names: readonly string[];
  /** Null where every key counts as known: components that have no counterpart here. */
  readonly keys: readonly FlumeKey[] | null;
}

/** Reads `"netcat NetcatSource": "bind* port*:int max-line-length=512B"`. */
export function flumeTypes(table: Readonly<Record<string, string>>): FlumeType[] {
  return Object.entries(table).map(([names, keys]) => {
    const all = names.split(/\s+/);
    return { name: all[0] ?? "", names: all, keys: keys === "*" ? null : readKeys(keys) };
  });
}

/** Type names compare without case. Null for a class of the user's own, and for a misspelt name. */
export function findType(types: readonly FlumeType[], written: string): FlumeType | null {
  const wanted = written.toLowerCase();
  const isMeant = (name: string): boolean => {
    const known = name.toLowerCase();
    // A built-in class may be written with its package.
    const isClass = /^[A-Z]/.test(name) && wanted.startsWith("org.apache.flume.");
    return known === wanted || (isClass && wanted.endsWith(`.${known}`));
  };
  return types.find(({ names }) => names.some(isMeant)) ?? null;
}

/**
 * Reads `bind* port*:int max-line-length=512B capacity=100! headers.*`: `*` behind a point stands for any key there, `!`
 * marks a default that surprises.
 */
export function readKeys(text: string): FlumeKey[] {
  return text.split(/\s+/).map((one) => {
    const [, name = "", star = "", sign = "", rest = ""] = /^([\w.-]+?(?:\.\*)?)(\*?)(?:([=:])(.*))?$/.exec(one) ?? [];
    const required = star === "*";
    if (sign === ":") return { name, required, kind: rest as ValueKind, fallback: null };
    if (sign === "") return { name, required, kind: "text", fallback: null };
    const [, number, unit, mark] = /^(-?\d+)(ms|s|B)?(!)?$/.exec(rest) ?? [];
    const surprising = mark !== undefined;
    if (number !== undefined) return { name, required, kind: kindOfUnit(unit), fallback: number, surprising };
    return { name, required, kind: /^(true|false)$/.test(rest) ? "bool" : "text", fallback: rest };
  });
}

function kindOfUnit(unit: string | undefined): ValueKind {
  return unit === "B" ? "bytes" : unit === "ms" || unit === "s" ? unit : "int";
}
