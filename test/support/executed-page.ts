import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse, type CompilerCache } from "../../compiler/compile.ts";
import { render } from "../../compiler/report/render.ts";
import { memoryHost } from "./memory-host.ts";
import { root } from "./sluice.ts";

/** A fenced block of a page. */
export interface PageBlock {
  /** First word behind the fence: `flow`, `sh`, `text`. */
  readonly kind: string;
  /** The rest: `error`, or the name of a file. */
  readonly rest: string;
  readonly text: string;
  /** Where `text` begins in the page. */
  readonly start: number;
}

/** A page of documentation whose programs are compiled and whose commands are run. */
export interface ExecutedPage {
  /** Relative to the checkout. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly PageBlock[];
}

/** All pages of a folder of `docs/`, or the page of that name. */
export function readPages(path: string): ExecutedPage[] {
  const paths = path.endsWith(".md")
    ? [path]
    : readdirSync(join(root, path))
        .filter((name) => name.endsWith(".md"))
        .sort()
        .map((name) => `${path}/${name}`);
  return paths.map((one) => {
    const text = readFileSync(join(root, one), "utf8");
    const blocks = [...text.matchAll(/^(```(\w+) ?([^\n]*)\n)([\s\S]*?)^```$/gm)].map(
      ({ index, 1: fence = "", 2: kind = "", 3: rest = "", 4: body = "" }) => ({
        kind,
        rest,
        text: body,
        start: index + fence.length,
      }),
    );
    return { path: one, text, blocks };
  });
}

/** Files of the page by name; programs without a name of their own get `1.flow`, `2.flow` …, wrong ones none. */
export function filesOf(page: ExecutedPage): Map<string, string> {
  const files = new Map<string, string>();
  for (const [index, { kind, rest, text }] of page.blocks.entries()) {
    if (rest === "error" || (kind !== "flow" && !rest.includes("."))) continue;
    files.set(rest === "" ? `${index + 1}.flow` : rest, text);
  }
  return files;
}

/** What the compiler says of one file of the page, as frames; empty when all is well. */
export function framesOf(files: ReadonlyMap<string, string>, name: string, cache: CompilerCache): string {
  const onDisk = Object.fromEntries([...files].map(([file, text]) => [`/docs/${file}`, text]));
  const { diagnostics } = analyse(memoryHost(onDisk), `/docs/${name}`, cache);
  return render(diagnostics, {
    text: (file) => onDisk[file] ?? null,
    path: (file) => file.replace("/docs/", ""),
    color: false,
  });
}
