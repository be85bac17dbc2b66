/** The index of what the compiler writes operators with: one file an operator, found by the name that it exports. */
import { basename } from "node:path";

/** Text of the index of `files`: `reduce-by-key.ts`, `joins/cogroup.ts`. */
export function operatorIndex(files: readonly string[]): string {
  const found = [...files].sort().map((file) => ({ file, name: exportOf(file) }));
  return [
    "// Made by `npm run generate` from the files of operators/.",
    'import type { OperatorEmitter } from "./operator-emitter.ts";',
    ...found.map(({ file, name }) => `import { ${name} } from "./operators/${file}";`),
    "",
    "/** By the names that declarations have for them: `emitter reduceByKey`. */",
    "export const OPERATOR_EMITTERS: ReadonlyMap<string, OperatorEmitter> = new Map<string, OperatorEmitter>([",
    ...found.map(({ name }) => `  ["${name}", ${name}],`),
    "]);",
    "",
  ].join("\n");
}

/** `reduceByKey` of `reduce-by-key.ts`. */
function exportOf(file: string): string {
  return basename(file, ".ts").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
