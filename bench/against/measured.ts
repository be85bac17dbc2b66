/** Programs of one checkout in processes of their own, and the CPU time that they take. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const preload = fileURLToPath(new URL("cpu.mjs", import.meta.url));

/** A folder with the sources of one version, and the room that its runs may write to. */
export interface Checkout {
  readonly root: string;
  readonly scratch: string;
}

/** Builds `dist/` of a checkout. */
export async function buildCheckout({ root }: Checkout): Promise<void> {
  await promisify(execFile)(process.execPath, ["scripts/build.mjs"], { cwd: root });
}

/** Bundles a program with the command line of the checkout; gives the path of the module. */
export async function buildProgram({ root, scratch }: Checkout, flow: string): Promise<string> {
  const args = [join(root, "dist/cli/main.js"), "build", flow, "-o", scratch];
  await promisify(execFile)(process.execPath, args, { cwd: root });
  return join(scratch, `${flow.slice(flow.lastIndexOf("/") + 1, -".flow".length)}.mjs`);
}

/** Bundles a worker of the checkout, as its bench does; gives the path of the module, which has to stay in the checkout. */
export async function buildWorker({ root }: Checkout, name: string): Promise<string> {
  const { build } = await import("esbuild");
  const outfile = join(root, `bench/tmp/against-${name}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/workers/${name}.ts`],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["ts-morph", "esbuild", "kafkajs"],
    logLevel: "warning",
  });
  return outfile;
}

/**
 * Runs Node with `args` in the checkout until it ends, after `during` has had its way with it, and gives the CPU time in
 * user mode that it took, in ms. Rejects when it ends with an error.
 */
export async function cpuOf(
  { root, scratch }: Checkout,
  args: readonly string[],
  {
    env = {},
    during = async () => {},
  }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly during?: (child: ChildProcess) => Promise<void>;
  } = {},
): Promise<number> {
  const file = join(scratch, "cpu");
  rmSync(file, { force: true });
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    cwd: root,
    env: { ...process.env, XDG_CACHE_HOME: join(scratch, "cache"), BENCH_CPU: file, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = once(child, "exit");
  await Promise.race([during(child), ended]);
  const [status, signal] = (await ended) as [number | null, string | null];
  if (status !== 0) throw new Error(`${args.join(" ")} in ${root} ended with ${status ?? signal}:\n${errors}`);
  return Number(readFileSync(file, "utf8"));
}
