import type { RecordType, Type } from "../../../compiler/model/types/type.ts";
import type { Choices } from "./choices.ts";
import type { Library } from "./library.ts";

/** A value that has a name. */
export interface Named {
  readonly name: string;
  readonly type: Type;
}

/** A `fn` of the program. */
export interface OwnFunction {
  readonly name: string;
  readonly typeParams: readonly string[];
  readonly params: readonly { readonly name: string; readonly type: Type; readonly optional: boolean }[];
  readonly result: Type;
}

/** All that a file under construction has at its top, and what writes it. */
export interface World {
  readonly choices: Choices;
  readonly stdlib: Library;
  /** Names at the top of this file. */
  readonly taken: Set<string>;
  readonly records: RecordType[];
  readonly unions: Type[];
  readonly values: Named[];
  readonly functions: OwnFunction[];
  /** How many components there are: for ports and directories of their own. */
  readonly components: { count: number };
  /** Texts of declarations, in the order in which they were made. */
  readonly declarations: string[];
}

/** What an expression may speak of at its place. */
export interface Scope {
  readonly world: World;
  /** Those further back hide those before them. */
  readonly locals: readonly Named[];
  /** `try` may stand here. */
  readonly fails: boolean;
  /** `else fail` may stand here. */
  readonly element: boolean;
  /** Where the element can be rejected to; null where it cannot be left, not even by `else drop`. */
  readonly rejects: readonly string[] | null;
  /** How many expressions may still stand in one another. */
  readonly depth: number;
}

/** The top of the file. */
export function moduleScope(world: World, depth = 4): Scope {
  return { world, locals: [], fails: false, element: false, rejects: null, depth };
}

export function deeper(scope: Scope, by = 1): Scope {
  return { ...scope, depth: scope.depth - by };
}

/** Inside a lambda that others call: nothing around it can be left from there. */
export function captive(scope: Scope): Scope {
  return { ...scope, fails: false, rejects: null };
}

export function withLocals(scope: Scope, locals: readonly Named[]): Scope {
  return { ...scope, locals: [...scope.locals, ...locals] };
}

/** Every value that can be named here. */
export function visible(scope: Scope): readonly Named[] {
  const byName = new Map<string, Named>();
  for (const one of [...scope.world.values, ...scope.locals]) byName.set(one.name, one);
  return [...byName.values()];
}

/** True when `name` means what the top of the file or the standard library says. */
export function isLocal(scope: Scope, name: string): boolean {
  return scope.locals.some((one) => one.name === name);
}
