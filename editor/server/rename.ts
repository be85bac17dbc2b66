import type { Analysis } from "../../compiler/compile.ts";
import type { Span } from "../../grammar/ast.ts";
import type { TextEdit } from "../../grammar/diagnostic.ts";
import { RESERVED_WORDS } from "../../grammar/keywords.ts";
import { referencesTo } from "./references.ts";
import { type Thing, thingAt } from "./thing-at.ts";

/** Why something cannot be renamed, in words for the user. */
export class RenameRefused extends Error {}

/** The name under the cursor that may be renamed. Throws `RenameRefused` with the reason where it may not. */
export function prepareRename(analysis: Analysis, offset: number): Span {
  return renamable(analysis, offset).span;
}

/** The edits that give the thing under the cursor another name, all in this file. Throws `RenameRefused`. */
export function rename(analysis: Analysis, offset: number, to: string): readonly TextEdit[] {
  const thing = renamable(analysis, offset);
  if (!/^[A-Za-z_$][\w$]*$/.test(to) || (RESERVED_WORDS as readonly string[]).includes(to)) {
    throw new RenameRefused(`\`${to}\` is no name: letters, digits, \`_\` and \`$\`, not beginning with a digit`);
  }
  const taken = takenBy(analysis, thing, to);
  if (taken) throw new RenameRefused(`\`${to}\` is another thing's name here`);
  const from = thing.symbol.decl.name.text;
  return referencesTo(analysis, thing).map(({ span, shorthand }) => ({
    span,
    text: shorthand ? `${from}: ${to}` : to,
  }));
}

function renamable(analysis: Analysis, offset: number): Thing & { readonly kind: "symbol" } {
  const thing = thingAt(analysis, offset);
  if (thing?.kind !== "symbol") throw new RenameRefused("there is no name here that could be changed");
  const { symbol } = thing;
  const name = symbol.decl.name.text;
  if (symbol.unit.path !== analysis.checked.entry.path) {
    const where = symbol.unit.stdlib ? "the standard library" : symbol.unit.path.split("/").at(-1);
    throw new RenameRefused(`\`${name}\` is declared in ${where}; rename it there`);
  }
  if ("pub" in symbol.decl && symbol.decl.pub) {
    throw new RenameRefused(`\`${name}\` is \`pub\`: files that are not open may import it under this name`);
  }
  return thing;
}

/** Whether the new name means something already where the thing is declared or named. */
function takenBy(analysis: Analysis, thing: Thing & { readonly kind: "symbol" }, to: string): boolean {
  const { checked } = analysis;
  return referencesTo(analysis, thing).some(({ span }) => {
    const scope = checked.scopeAt(checked.entry, span.start);
    const own = [...scope.values(), ...scope.types().flatMap(({ symbol }) => symbol ?? [])];
    return own.some(({ decl, unit }) => decl !== thing.symbol.decl && decl.name.text === to && !unit.stdlib);
  });
}
