/**
 * The written module as text: one structure, one `createSourceFile`, nothing changed afterwards. ts-morph takes a third
 * of a second to load, so that it is loaded when something is printed and not before.
 */
import { createRequire } from "node:module";
import type { ImportDeclarationStructure, StatementStructures } from "ts-morph";
import type { ImportedModule } from "./imports.ts";
import { type Doc, group, print, WIDTH } from "./layout.ts";
import { commentLines } from "./text.ts";
import type { Written, WrittenConst, WrittenFunction } from "./written.ts";

type Morph = typeof import("ts-morph");

/** The text of a module, marks still in it. */
export async function printModule(
  imports: readonly ImportedModule[],
  statements: readonly Written[],
  last: Doc,
): Promise<string> {
  // Not by `import`, which would first read all nine megabytes of it for the names that they export.
  const morph = createRequire(import.meta.url)("ts-morph") as Morph;
  const project = new morph.Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: morph.IndentationText.TwoSpaces },
  });
  const file = project.createSourceFile("program.ts", {
    statements: [
      ...imports.map((one) => importStructure(morph, one)),
      ...statements.map((one, index) => structureOf(morph, one, blankBefore(statements, index))),
      blankBefore(statements, statements.length) + print(last),
    ],
  });
  return file.getFullText();
}

function importStructure(morph: Morph, { module, names }: ImportedModule): ImportDeclarationStructure {
  const shown = names.map(
    ({ name, alias, typeOnly }) => `${typeOnly ? "type " : ""}${name}${alias === null ? "" : ` as ${alias}`}`,
  );
  const fits = `import { ${shown.join(", ")} } from "${module}";`.length <= WIDTH;
  return {
    kind: morph.StructureKind.ImportDeclaration,
    moduleSpecifier: module,
    namedImports: fits
      ? shown
      : (writer) =>
          writer
            .newLine()
            .write(shown.map((name) => `${name},`).join("\n"))
            .newLine(),
  };
}

/** ts-morph puts blank lines around functions by itself. */
function blankBefore(statements: readonly Written[], index: number): string {
  return statements[index - 1]?.kind === "function" ? "" : "\n";
}

function structureOf(morph: Morph, written: Written, blank: string): StatementStructures | string {
  switch (written.kind) {
    case "type":
      return {
        kind: morph.StructureKind.TypeAlias,
        leadingTrivia: blank,
        isExported: written.exported,
        docs: docsOf(written),
        name: `${written.mark}${written.name}`,
        type: written.type,
      };
    case "function":
      return functionStructure(morph, written);
    case "const":
      return blank + constText(written);
    case "statement":
      return blank + print(written.text);
  }
}

/** A variable statement as a structure would have its value indented once too often. */
function constText({ name, mark, type, value, doc, exported }: WrittenConst): string {
  const lines = commentLines(doc);
  const comment =
    lines.length === 0
      ? ""
      : lines.length === 1
        ? `/** ${lines[0]} */\n`
        : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
  const head = `${exported ? "export " : ""}const ${mark}${name}${type === null ? "" : `: ${type}`} = `;
  return comment + print(group(head, value, ";"));
}

function functionStructure(morph: Morph, written: WrittenFunction): StatementStructures {
  return {
    kind: morph.StructureKind.Function,
    isExported: written.exported,
    docs: docsOf(written),
    name: `${written.mark}${written.name}`,
    typeParameters: [...written.typeParams],
    parameters: written.params.map(({ name, type, value }) => ({
      name,
      type,
      ...(value === null ? {} : { initializer: print(value) }),
    })),
    returnType: written.result,
    // ts-morph indents them itself.
    statements: [written.statements.map((statement) => print(statement, WIDTH - 2)).join("\n")],
  };
}

function docsOf({ doc }: { readonly doc: readonly string[] }): string[] {
  return doc.length === 0 ? [] : [commentLines(doc).join("\n")];
}
