import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundle } from "../../cli/program/bundle.ts";
import { compile, createCache } from "../../compiler/compile.ts";
import type { TestResult } from "../../runtime/testing/test-program.ts";
import { memoryHost } from "./memory-host.ts";

const cache = createCache();

/**
 * Runs the `test` blocks of a program in this process; null where it does not compile. With the library `outside` it takes that
 * of the package, which many programs then share: Node keeps every module that it has loaded.
 */
export async function runTestsOf(
  text: string,
  library: "inside" | "outside" = "inside",
): Promise<readonly TestResult[] | null> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-tests-of-")));
  if (library === "outside") linkPackage(folder);
  const entry = join(folder, "input.flow");
  const { argv } = process;
  try {
    const { output } = await compile(memoryHost({ [entry]: text }), entry, { cache, purpose: "test" });
    if (output === null) return null;
    const file = join(folder, "program.mjs");
    writeFileSync(file, (await bundle(output, entry, { library })).code);
    // Params read the command line.
    process.argv = [process.execPath, file];
    const { default: tests } = await import(pathToFileURL(file).href);
    return await tests.run("");
  } finally {
    process.argv = argv;
    rmSync(folder, { recursive: true });
  }
}

/** Makes `sluice/…` in modules of `folder` the package that is tested, as it was built. */
export function linkPackage(folder: string): void {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(fileURLToPath(new URL("../..", import.meta.url)), join(folder, "node_modules/sluice"));
}
