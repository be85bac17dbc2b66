import { basename } from "node:path/posix";
import type { Plan } from "../3-plan/plan.ts";
import type { Checked } from "../checked.ts";
import { emitModule, type Purpose } from "./emit-module.ts";
import { createMarks } from "./marks.ts";
import { printModule } from "./print.ts";
import { buildSourceMap } from "./source-map.ts";
import type { CoveragePoint } from "./test/coverage.ts";

/** A program as TypeScript. */
export interface Output {
  /** Imports only `sluice/…` and the program's own `.ts` files, these relative to where it is to stand. */
  readonly typescript: string;
  /** JSON of a source map, revision 3, from `typescript` to the `.flow` files, whose texts it holds; they too are
   *  named relative to where it is to stand. */
  readonly sourceMap: string;
  /** For `"coverage"`: by number, what a test may reach. */
  readonly points: readonly CoveragePoint[];
}

/**
 * Emits a program without errors; of one with errors it may throw. For `"test"` and `"coverage"` it emits the module of
 * its `test` blocks, whose default export is what runs them. The module is to stand in `folder`.
 */
export async function emit(checked: Checked, plan: Plan, purpose: Purpose, folder: string): Promise<Output> {
  const marks = createMarks();
  // The second round knows which names of the top level the first one used in each function, and which fields.
  const first = emitModule(checked, plan, purpose, folder, marks, { referred: new Map(), demanded: new Map() });
  const { imports, statements, last, points } = emitModule(checked, plan, purpose, folder, marks, first);
  const { text, places } = marks.take(await printModule(imports, statements, last));
  const name = `${basename(checked.entry.path, ".flow")}.ts`;
  return { typescript: text, sourceMap: JSON.stringify(buildSourceMap(folder, name, text, places)), points };
}
