import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Runs `bench/workers/NAME.ts` in a Node process of its own and gives the object that the last line of its output is. */
export async function runWorker(name: string, ...args: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const worker = await bundleWorker(name);
  const { stdout } = await promisify(execFile)(process.execPath, [worker, ...args], { cwd: root, maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/**
 * Bundles `bench/workers/NAME.ts`, as the product is: run from its sources by a loader, the same code is up to three times
 * slower. Gives the path of the bundle from the checkout.
 */
export async function bundleWorker(name: string): Promise<string> {
  const worker = `bench/tmp/${name}.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/workers/${name}.ts`],
    outfile: worker,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["ts-morph", "esbuild", "kafkajs"],
    logLevel: "warning",
  });
  return worker;
}

/** Builds `bench/programs/NAME.flow` with the command line as it was built; gives its bundle as workers import it. */
export async function buildProgram(name: string): Promise<string> {
  const args = ["dist/cli/main.js", "build", `bench/programs/${name}.flow`, "-o", `bench/tmp/${name}`];
  await promisify(execFile)(process.execPath, args, { cwd: root });
  return `./${name}/${name}.mjs`;
}
