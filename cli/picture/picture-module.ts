import type { Plan } from "../../compiler/3-plan/plan.ts";
import { pictureFile } from "../../compiler/4-emit/metrics/metered-parts.ts";
import { pictureOf } from "./picture-of.ts";

const RUNTIME = "sluice/runtime";

/** The module that a program with a page imports its picture from: name and text. `read` gives the text of a file. */
export function pictureModule(plan: Plan, read: (path: string) => string | null): [name: string, text: string] {
  const text = [
    `import type { Picture } from ${JSON.stringify(RUNTIME)};`,
    "",
    "/** What the page shows of the program as it is written. */",
    `export const picture: Picture = ${JSON.stringify(pictureOf(plan, read))};`,
    "",
  ].join("\n");
  return [pictureFile(plan.file), text];
}
