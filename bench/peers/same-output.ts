import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Holds what contestants write against what the first of them wrote, and removes it. */
export class SameOutput {
  #first: { readonly name: string; readonly hash: string } | null = null;

  /** `out` is a file, or a folder with files whose order is that of their names. Throws where it differs. */
  check(name: string, out: string): void {
    const hash = createHash("sha256").update(contentOf(out)).digest("hex");
    rmSync(out, { recursive: true });
    this.#first ??= { name, hash };
    if (hash !== this.#first.hash) throw new Error(`${name} has written something else than ${this.#first.name}`);
  }
}

function contentOf(out: string): Buffer {
  if (!statSync(out).isDirectory()) return readFileSync(out);
  const names = readdirSync(out).sort();
  return Buffer.concat(names.map((name) => readFileSync(join(out, name))));
}
