import type { Analysis } from "../../compiler/compile.ts";
import type { Span } from "../../grammar/ast.ts";
import type { TextEdit } from "../../grammar/diagnostic.ts";
import { RESERVED_WORDS } from "../../grammar/tokens/keywords.ts";
import { fieldDeclaration } from "./field-declaration.ts";
import { type Named, referencesTo } from "./references.ts";
import { thingAt } from "./thing-at.ts";

/** Why something cannot be renamed, in words for the user. */
export class RenameRefused extends Error {}

/** An edit of a file. */
export type FileEdit = TextEdit & { readonly file: string };

/** The name under the cursor that may be renamed. Throws `RenameRefused` with the reason where it may not. */
export function prepareRename(analysis: Analysis, offset: number): Span {
  return renamable(analysis, offset).span;
}

/**
 * The edits that give the thing under the cursor of `analysis` another name: what is declared, or a field of a record
 * type that has a name. `others` are the files beside it that may name the thing, analysed with the same cache. Throws
 * `RenameRefused`.
 */
export function rename(
  analysis: Analysis,
  offset: number,
  to: string,
  others: readonly Analysis[] = [],
): readonly FileEdit[] {
  const { named } = renamable(analysis, offset);
  if (!/^[A-Za-z_$][\w$]*$/.test(to) || (RESERVED_WORDS as readonly string[]).includes(to)) {
    throw new RenameRefused(`\`${to}\` is not a name: letters, digits, \`_\` and \`$\`, not beginning with a digit`);
  }
  const files = [analysis, ...others];
  if (files.some((file) => isTaken(file, named, to))) throw new RenameRefused(`\`${to}\` is another thing's name here`);
  const inShorthand = named.decl.kind === "FieldType" ? `${to}: ${named.name}` : `${named.name}: ${to}`;
  return files.flatMap((file) =>
    referencesTo(file, named).map(({ file: path, span, shorthand }) => ({
      file: path,
      span,
      text: shorthand ? inShorthand : to,
    })),
  );
}

interface Renamable {
  readonly named: Named;
  readonly span: Span;
}

function renamable(analysis: Analysis, offset: number): Renamable {
  const thing = thingAt(analysis, offset);
  const { checked } = analysis;
  switch (thing?.kind) {
    case "symbol": {
      const { decl, unit } = thing.symbol;
      return ofProgram({ decl, name: decl.name.text }, unit.stdlib, thing.span);
    }
    case "fieldType":
      return ofProgram({ decl: thing.field, name: thing.field.name.text }, checked.entry.stdlib, thing.span);
    case "field": {
      const found = thing.record === null ? null : fieldDeclaration(checked, thing.record, thing.name, offset);
      if (found === null) throw new RenameRefused(`the record that has \`${thing.name}\` is not of a type with a name`);
      return ofProgram({ decl: found.field, name: thing.name }, found.unit.stdlib, thing.span);
    }
    default:
      throw new RenameRefused("there is no name here that could be changed");
  }
}

function ofProgram(named: Named, isStandard: boolean, span: Span): Renamable {
  if (isStandard) throw new RenameRefused(`\`${named.name}\` is declared in the standard library; it keeps its name`);
  return { named, span };
}

/** Whether the new name means something already where the thing is declared or named. */
function isTaken(analysis: Analysis, named: Named, to: string): boolean {
  const { checked } = analysis;
  const { decl } = named;
  if (decl.kind === "FieldType") {
    return checked.entry.tree.declarations.some(
      (one) =>
        one.kind === "TypeDecl" &&
        one.type.kind === "RecordType" &&
        one.type.fields.includes(decl) &&
        one.type.fields.some(({ name }) => name.text === to),
    );
  }
  return referencesTo(analysis, named).some(({ span }) => {
    const scope = checked.scopeAt(checked.entry, span.start);
    const own = [...scope.values(), ...scope.types().flatMap(({ symbol }) => symbol ?? [])];
    return own.some((one) => one.decl !== decl && one.decl.name.text === to && !one.unit.stdlib);
  });
}
