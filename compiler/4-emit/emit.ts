import { basename } from "node:path/posix";
import { emitModule, type Program, type Purpose } from "./emit-module.ts";
import { printModule } from "./print.ts";
import { buildSourceMap } from "./source-map.ts";
import { createSourcePositions } from "./source-positions.ts";
import type { CoveragePoint } from "./test/coverage.ts";

/** A program as TypeScript. */
export interface Output {
  /** Imports only `sluice/…` and the program's own `.ts` files, these relative to where it is to stand. */
  readonly typescript: string;
  /** JSON of a source map, revision 3, from `typescript` to the `.flow` files, whose texts it holds; they too are
   *  named relative to where it is to stand. */
  readonly sourceMap: string;
  /** For `"coverage"` and `"trial"`: by number, what a test or a run may reach. */
  readonly points: readonly CoveragePoint[];
}

/**
 * Emits a program without errors; of one with errors it may throw. For `"test"` and `"coverage"` it emits the module of
 * its `test` blocks, whose default export is what runs them. The module is to stand in `folder`.
 */
export function emit(program: Program, purpose: Purpose, folder: string): Output {
  const marks = createSourcePositions();
  // The second round knows which names of the top level the first one used in each function, and which fields.
  const first = emitModule(program, purpose, folder, marks, { referred: new Map(), demanded: new Map() });
  const { imports, statements, last, points } = emitModule(program, purpose, folder, marks, first);
  const { text, positions } = marks.take(printModule(imports, statements, last));
  const name = `${basename(program.checked.entry.path, ".flow")}.ts`;
  return { typescript: text, sourceMap: JSON.stringify(buildSourceMap(folder, name, text, positions)), points };
}
