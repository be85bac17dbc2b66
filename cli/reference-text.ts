import type { ReferenceEntry } from "../compiler/report/reference.ts";

/** An entry of the reference as `sluice docs` prints it; `path` is that of its declaration. */
export function referenceText(entry: ReferenceEntry, path: string): string {
  const { kind, title, signature, doc, options, facts, examples } = entry;
  const head = `${kind === "fn" ? "function" : kind} ${title}`;
  const blocks = [
    [`${head}   ${path}`],
    signature.split("\n").map(indented),
    doc,
    optionRows(entry),
    facts,
    ...examples.map((example) => [options.length > 0 || facts.length > 0 ? "example:" : "", ...code(example)]),
  ];
  const lines = blocks.map((block) => block.filter((line, index) => index > 0 || line !== ""));
  return `${lines
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

function optionRows({ kind, options }: ReferenceEntry): string[] {
  if (options.length === 0) return [];
  const rows = options.map(({ name, type, fallback, doc }) => {
    return { left: `${name}: ${type.replaceAll(/\s+/g, " ")}${fallback === null ? "" : ` = ${fallback}`}`, doc };
  });
  return [
    kind === "type" ? "fields:" : "options:",
    ...rows.flatMap(({ left, doc }) => [indented(left), ...doc.map((line) => indented(indented(line)))]),
  ];
}

function code(example: string): string[] {
  return example.split("\n").map(indented);
}

function indented(line: string): string {
  return line === "" ? "" : `  ${line}`;
}
