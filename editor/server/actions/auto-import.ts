/** Names of other files of the workspace that this one may import, and the edit that does. */
import { dirname, join, relative } from "node:path/posix";
import type { Unit } from "../../../compiler/model/checked.ts";
import type { Declaration, ImportDecl } from "../../../grammar/ast.ts";
import type { TextEdit } from "../../../grammar/diagnostic.ts";

/** A public declaration of another file. */
export interface Importable {
  readonly name: string;
  readonly decl: Exclude<Declaration, ImportDecl>;
  /** How this file names the other one: `./lib/a.flow`. */
  readonly from: string;
}

/** Public declarations of `others` that `unit` does not import yet. */
export function importables(unit: Unit, others: readonly Unit[]): readonly Importable[] {
  const known = new Set(importsOf(unit).flatMap(({ names }) => names.map(({ text }) => text)));
  return others
    .filter(({ path, stdlib }) => path !== unit.path && !stdlib)
    .flatMap(({ path, tree }) =>
      tree.declarations.flatMap((decl) => {
        if (decl.kind === "ImportDecl" || !decl.pub || decl.name.text === "" || known.has(decl.name.text)) return [];
        return [{ name: decl.name.text, decl, from: pathFrom(unit.path, path) }];
      }),
    );
}

/** Adds a name to the import from that file, or writes one behind the others. */
export function importEdit(unit: Unit, { name, from }: Pick<Importable, "name" | "from">): TextEdit {
  const imports = importsOf(unit);
  const wanted = join(dirname(unit.path), from);
  const same = imports.find((one) => join(dirname(unit.path), one.from.value) === wanted)?.names.at(-1);
  if (same !== undefined) return { span: { start: same.span.end, end: same.span.end }, text: `, ${name}` };
  const text = `import { ${name} } from ${JSON.stringify(from)}\n`;
  const last = imports.at(-1);
  if (last === undefined) return { span: { start: 0, end: 0 }, text: `${text}\n` };
  return { span: { start: last.span.end, end: last.span.end }, text: `\n${text.trimEnd()}` };
}

/** `./lib/a.flow`: how the file at `from` names another one. */
export function pathFrom(from: string, file: string): string {
  const path = relative(dirname(from), file);
  return path.startsWith(".") ? path : `./${path}`;
}

function importsOf({ tree }: Unit): readonly ImportDecl[] {
  return tree.declarations.filter((decl) => decl.kind === "ImportDecl");
}
