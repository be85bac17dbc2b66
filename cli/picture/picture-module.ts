import { pictureFile } from "../../compiler/4-emit/metrics/metered-parts.ts";
import { type Pictured, pictureOf } from "./picture-of.ts";

const RUNTIME = "sluice/runtime";

/** The module that a program with a page imports its picture from: name and text. */
export function pictureModule(pictured: Pictured): [name: string, text: string] {
  const text = [
    `import type { Picture } from ${JSON.stringify(RUNTIME)};`,
    "",
    "/** What the page shows of the program as it is written. */",
    `export const picture: Picture = ${JSON.stringify(pictureOf(pictured))};`,
    "",
  ].join("\n");
  return [pictureFile(pictured.plan.file), text];
}
