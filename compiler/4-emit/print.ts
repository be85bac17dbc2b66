/** The written module as text. */

import { braced, type Doc, group, print, WIDTH } from "./doc.ts";
import type { ImportedModule } from "./imports.ts";
import { commentLines } from "./text.ts";
import type { Written, WrittenConst, WrittenFunction, WrittenType } from "./written.ts";

/** The text of a module, marks still in it: its imports, and each statement behind a blank line. */
export function printModule(imports: readonly ImportedModule[], statements: readonly Written[], last: Doc): string {
  const parts = [imports.map(importText).join("\n"), ...statements.map(statementText), print(last)];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function importText({ module, names }: ImportedModule): string {
  const shown = names.map(
    ({ name, alias, typeOnly }) => `${typeOnly ? "type " : ""}${name}${alias === null ? "" : ` as ${alias}`}`,
  );
  const line = `import { ${shown.join(", ")} } from "${module}";`;
  return line.length <= WIDTH ? line : `import {\n${shown.map((name) => `  ${name},\n`).join("")}} from "${module}";`;
}

function statementText(written: Written): string {
  switch (written.kind) {
    case "type":
      return typeText(written);
    case "function":
      return functionText(written);
    case "const":
      return constText(written);
    case "statement":
      return print(written.text);
  }
}

function typeText({ name, mark, type, doc, exported }: WrittenType): string {
  return `${commentText(doc)}${exportText(exported)}type ${mark}${name} = ${type};`;
}

function constText({ name, mark, type, value, doc, exported }: WrittenConst): string {
  const annotated = type === null ? "" : `: ${type}`;
  return commentText(doc) + print(group(`${exportText(exported)}const ${mark}${name}${annotated} = `, value, ";"));
}

function functionText(written: WrittenFunction): string {
  const { name, mark, typeParams, params, result, statements, doc, exported } = written;
  const generics = typeParams.length === 0 ? "" : `<${typeParams.join(", ")}>`;
  const shown = params.map(({ name, type, value }) => `${name}: ${type}${value === null ? "" : ` = ${print(value)}`}`);
  const head = `${exportText(exported)}function ${mark}${name}${generics}(${shown.join(", ")}): ${result} `;
  return commentText(doc) + print([head, braced(statements)]);
}

function exportText(exported: boolean): string {
  return exported ? "export " : "";
}

function commentText(doc: readonly string[]): string {
  const lines = commentLines(doc);
  if (lines.length === 0) return "";
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}
