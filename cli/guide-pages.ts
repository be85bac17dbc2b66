import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";

/** The words of the language guide, each with the text of its page: what its index lists. */
export function guidePages(): ReadonlyMap<string, () => string> {
  const folder = join(packageRoot(), "docs/language");
  const pages = new Map<string, () => string>();
  for (const [, file = "", words = ""] of readFileSync(join(folder, "README.md"), "utf8").matchAll(ROW)) {
    for (const [, word = ""] of words.matchAll(/`([^`]+)`/g)) {
      pages.set(word, () => readFileSync(join(folder, file), "utf8"));
    }
  }
  return pages;
}

/** `| [Types](types.md) | `type`, `union` |` */
const ROW = /^\| \[[^\]]*\]\(([\w-]+\.md)\) \| (.*) \|$/gm;
