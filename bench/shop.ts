import { readFileSync } from "node:fs";

/** What the shop deals in. Each is a department: the files of `order/` with its own word in the place of "order". */
const departments = ["order", "claim", "ticket", "refund", "parcel", "rental", "booking", "quote", "trip"];

const common = ["types", "limits", "text", "rejects"];
const perDepartment = ["types", "parse", "rules", "collect", "report"];

/** Folder of the files that the program is made from: one department of it. */
const folder = "bench/programs/shop";

/**
 * A program of 50 files and 5,000 lines, by path below `root`: the shop of `programs/shop` with nine departments. All
 * import the four files of `common/`, and a department's files each other, in layers; `main.flow` runs all of it.
 */
export function shopProgram(root: string): ReadonlyMap<string, string> {
  const read = (path: string): string => readFileSync(`${folder}/${path}`, "utf8");
  const files = new Map<string, string>();
  for (const name of common) files.set(`${root}/common/${name}.flow`, read(`common/${name}.flow`));
  for (const [index, word] of departments.entries()) {
    for (const name of perDepartment) {
      const text = inDepartment(read(`order/${name}.flow`), word).replace(/port: \d+/, `port: ${40001 + index}`);
      files.set(`${root}/${word}/${name}.flow`, text);
    }
  }
  const [imports = "", own = ""] = read("main.flow").split(/(?<=rejects\.flow"\n)/);
  files.set(`${root}/main.flow`, imports + departments.map((word) => inDepartment(own, word)).join(""));
  return files;
}

function inDepartment(text: string, word: string): string {
  return text.replace(/order/gi, (found) => (found === "order" ? word : capital(word)));
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
