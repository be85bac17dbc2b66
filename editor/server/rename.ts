import type { Analysis } from "../../compiler/compile.ts";
import type { Span } from "../../grammar/ast.ts";
import type { TextEdit } from "../../grammar/diagnostic.ts";
import { RESERVED_WORDS } from "../../grammar/tokens/keywords.ts";
import { type Named, referencesTo } from "./references.ts";
import { type Thing, thingAt } from "./thing-at.ts";

/** Why something cannot be renamed, in words for the user. */
export class RenameRefused extends Error {}

/** The name under the cursor that may be renamed. Throws `RenameRefused` with the reason where it may not. */
export function prepareRename(analysis: Analysis, offset: number): Span {
  return renamable(analysis, offset).span;
}

/**
 * The edits that give the thing under the cursor of `analysis` another name. `others` are the files beside it that may
 * name the thing, analysed with the same cache. Throws `RenameRefused`.
 */
export function rename(
  analysis: Analysis,
  offset: number,
  to: string,
  others: readonly Analysis[] = [],
): readonly (TextEdit & { readonly file: string })[] {
  const { symbol } = renamable(analysis, offset);
  if (!/^[A-Za-z_$][\w$]*$/.test(to) || (RESERVED_WORDS as readonly string[]).includes(to)) {
    throw new RenameRefused(`\`${to}\` is not a name: letters, digits, \`_\` and \`$\`, not beginning with a digit`);
  }
  const named: Named = { decl: symbol.decl, name: symbol.decl.name.text };
  const files = [analysis, ...others];
  if (files.some((file) => isTaken(file, named, to))) throw new RenameRefused(`\`${to}\` is another thing's name here`);
  return files.flatMap((file) =>
    referencesTo(file, named).map(({ file: path, span, shorthand }) => ({
      file: path,
      span,
      text: shorthand ? `${named.name}: ${to}` : to,
    })),
  );
}

function renamable(analysis: Analysis, offset: number): Thing & { readonly kind: "symbol" } {
  const thing = thingAt(analysis, offset);
  if (thing?.kind !== "symbol") throw new RenameRefused("there is no name here that could be changed");
  const { symbol } = thing;
  if (symbol.unit.stdlib) {
    throw new RenameRefused(`\`${symbol.decl.name.text}\` is declared in the standard library; it keeps its name`);
  }
  return thing;
}

/** Whether the new name means something already where the thing is declared or named. */
function isTaken(analysis: Analysis, named: Named, to: string): boolean {
  const { checked } = analysis;
  return referencesTo(analysis, named).some(({ span }) => {
    const scope = checked.scopeAt(checked.entry, span.start);
    const own = [...scope.values(), ...scope.types().flatMap(({ symbol }) => symbol ?? [])];
    return own.some(({ decl, unit }) => decl !== named.decl && decl.name.text === to && !unit.stdlib);
  });
}
