/** Names of the emitted program: the user's own wherever they can stand. */

/** Words that JavaScript keeps for itself in a module, and globals that emitted code relies on. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield " +
    "Array Date Infinity JSON Map Math NaN Number Object Promise ReadonlyMap Record RegExp Set String Symbol " +
    "Uint8Array process globalThis"
  ).split(" "),
);

/** Types of TypeScript that no alias may be called. */
const BUILT_IN_TYPES: ReadonlySet<string> = new Set(
  "any bigint boolean never number object string symbol undefined unknown".split(" "),
);

/** A block of the emitted program and the names that are declared in it. */
export interface Scope {
  /** True for the module's top level, where nothing may hide anything. */
  readonly isTop: boolean;
  /** Declares `wanted`, or `wanted2`, … where that name would hide another that is in use. */
  declare(wanted: string): string;
  /** The same for a type, which TypeScript's own must not hide. */
  declareType(wanted: string): string;
  /** Takes a declaration back that turned out not to be needed. */
  release(name: string): void;
  /** True when `declare` would give exactly this name. */
  isFree(name: string): boolean;
  /** Notes that a name of the top level is used here: nothing around it may hide that. */
  refer(name: string): void;
  /** A label for what is written next, until it is closed: not a word of JavaScript, nor one that is open around it. */
  openLabel(wanted: string): string;
  closeLabel(name: string): void;
  /** A block inside this one. */
  inner(): Scope;
}

/** The top level of a module. */
export function createTopScope(): Scope {
  return scopeWithin(new Set(), null, true, () => {});
}

/**
 * The outermost block of a function. `taken` are the names of the top level that stand in it: those found by an
 * earlier round, to which `refer` adds for a later one.
 */
export function createFunctionScope(taken: ReadonlySet<string>, refer: (name: string) => void): Scope {
  return scopeWithin(new Set(taken), null, false, refer);
}

function scopeWithin(
  names: Set<string>,
  outer: Scope | null,
  isTop: boolean,
  refer: (name: string) => void,
  labels = new Set<string>(),
): Scope {
  const scope: Scope = {
    isTop,
    isFree: (name) => !names.has(name) && !RESERVED.has(name) && (outer === null || outer.isFree(name)),
    declare(wanted) {
      let name = wanted;
      for (let number = 2; !scope.isFree(name); number++) name = `${wanted}${number}`;
      names.add(name);
      return name;
    },
    declareType: (wanted) => scope.declare(BUILT_IN_TYPES.has(wanted) ? `${wanted}2` : wanted),
    release: (name) => names.delete(name),
    refer,
    openLabel(wanted) {
      let name = wanted;
      for (let number = 2; RESERVED.has(name) || labels.has(name); number++) name = `${wanted}${number}`;
      labels.add(name);
      return name;
    },
    closeLabel: (name) => labels.delete(name),
    inner: () => scopeWithin(new Set(), scope, false, refer, labels),
  };
  return scope;
}

/** `hits` for elements `hit`; null where the name is no plural that is easily undone. */
export function singular(name: string): string | null {
  if (!/[a-z]s$/.test(name) || /(ss|us|is|uses)$/.test(name)) return null;
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(sses|shes|ches|xes)$/.test(name)) return name.slice(0, -2);
  return name.slice(0, -1);
}
