/** What the declarations of a file have become in another text of it, and whether others can see a difference. */
import type { Node } from "../../../grammar/ast.ts";
import type { Scopes } from "../../1-resolve/scope.ts";
import type { FlowSymbol, Unit } from "../../model/checked.ts";
import type { CheckContext } from "../context/context.ts";
import { partsOf } from "../value/member.ts";

/** What in the new tree takes the place of what stood in the old one. */
export interface Successors {
  /** By declaration in the old text, top-level or a named part of an agent or stream. */
  readonly nodes: ReadonlyMap<Node, FlowSymbol>;
  /** The symbol by which that of the old text is to be replaced; any other is left as it is. */
  symbol<Symbol extends FlowSymbol>(symbol: Symbol): Symbol;
}

/** Changed files: as they were, and as they are. */
export type Changes = ReadonlyMap<Unit, Unit>;

/** Things of the same name and kind. */
export function successorsOf(changes: Changes, before: Scopes, now: Scopes): Successors {
  const nodes = new Map<Node, FlowSymbol>();
  for (const [old, unit] of changes) {
    const names = now.modules.get(unit)?.names;
    for (const [name, symbol] of before.modules.get(old)?.names ?? []) {
      const successor = names?.get(name);
      if (symbol.unit !== old || successor?.unit !== unit || successor.kind !== symbol.kind) continue;
      nodes.set(symbol.decl, successor);
      const parts = namedParts(successor);
      for (const part of namedParts(symbol)) {
        const same = parts.find(({ kind, decl }) => kind === part.kind && decl.name.text === part.decl.name.text);
        if (same !== undefined) nodes.set(part.decl, same);
      }
    }
  }
  // Kinds are the same by construction.
  return { nodes, symbol: <Symbol extends FlowSymbol>(symbol: Symbol) => (nodes.get(symbol.decl) ?? symbol) as Symbol };
}

/**
 * Whether all that other files refer to is what it was: functions but for their bodies, agents and streams to the
 * letter, everything in its type.
 */
export function looksTheSame(
  before: CheckContext,
  now: CheckContext,
  changes: Changes,
  { nodes }: Successors,
): boolean {
  const others = [...before.used].flatMap(([user, used]) => (changes.has(user) ? [] : [used]));
  return [...changes.keys()].every((old) =>
    [...(before.scopes.modules.get(old)?.names.values() ?? [])].every((symbol) =>
      [symbol, ...namedParts(symbol)].every((seen) => {
        if (seen.unit !== old || !others.some((used) => used.has(seen.decl))) return true;
        const successor = nodes.get(seen.decl);
        return successor !== undefined && isSame(seen, before, successor, now);
      }),
    ),
  );
}

function isSame(old: FlowSymbol, before: CheckContext, symbol: FlowSymbol, now: CheckContext): boolean {
  return (
    seenOf(old) === seenOf(symbol) &&
    JSON.stringify(before.types.get(old.decl)) === JSON.stringify(now.types.get(symbol.decl)) &&
    before.poisoned.has(old.decl) === now.poisoned.has(symbol.decl)
  );
}

/** The text that others go by. */
function seenOf({ decl, unit }: FlowSymbol): string {
  const end = decl.kind === "FnDecl" ? decl.body.span.start : decl.span.end;
  return unit.text.slice(decl.span.start, end);
}

function namedParts(symbol: FlowSymbol): readonly FlowSymbol[] {
  return symbol.kind === "agent" || symbol.kind === "stream" ? partsOf(symbol) : [];
}
