import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../../support/eventually.ts";
import { spawnBound } from "../bound-process.ts";
import { createRunDirectory } from "../run-directory.ts";
import { runProgram } from "../run-program.ts";
import { installVsCode } from "./install.ts";

/** What a VS Code starts with. */
export interface VsCodeOptions {
  /** Path of the extension. */
  readonly vsix: string;
  /** The user's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** VS Code with its real workbench, in which a browser takes the place of the window. */
export interface VsCode {
  /** Path of the log of all that are started. */
  readonly log: string;
  /** Starts one that has an extension, and nothing kept from others. Resolves to the address of its workbench. */
  start(options: VsCodeOptions): Promise<string>;
  ensureRunning(): Promise<void>;
  /** Ends every one, and removes its data. */
  dispose(): Promise<void>;
}

/** Nothing is asked of anyone else: not for updates, not for experiments, not for extensions. */
const silent = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
};

/** A gallery without an address, and a way out of this machine that leads nowhere. */
const alone = ["EXTENSIONS_GALLERY={}", "HTTP_PROXY=http://127.0.0.1:9", "HTTPS_PROXY=http://127.0.0.1:9"];

/** Fetches VS Code. Throws ServerUnavailable. */
export async function prepareVsCode(): Promise<VsCode> {
  const installed = await installVsCode();
  const directory = await createRunDirectory("vscode");
  const log = join(directory.path, "server.log");
  await writeFile(log, "");
  const ends: (() => Promise<void>)[] = [];
  let number = 0;
  return {
    log,
    async start({ vsix, settings }) {
      const home = join(directory.data, String(++number));
      await mkdir(join(home, "user/User"), { recursive: true });
      await writeFile(join(home, "user/User/settings.json"), JSON.stringify({ ...silent, ...settings }));
      const places = ["extensions", "user", "server"].flatMap((name) => [
        name === "extensions" ? "--extensions-dir" : `--${name}-data-dir`,
        join(home, name),
      ]);
      const command = [...alone, installed.node, installed.server, ...places];
      const always = ["--accept-server-license-terms", "--disable-telemetry"];
      const install = await runProgram("env", [...command, ...always, "--install-extension", vsix], {
        timeout: 300_000,
      });
      if (install.status !== 0)
        throw new Error(`VS Code does not install ${vsix}:\n${install.stdout}${install.stderr}`);
      const before = (await readFile(log, "utf8")).length;
      const output = await open(log, "a");
      const quiet = ["--disable-workspace-trust", "--disable-update-check", "--disable-experiments"];
      const bound = ["--host", "127.0.0.1", "--port", "0", "--without-connection-token"];
      const child = spawnBound("env", [...command, ...always, ...quiet, ...bound], {
        stdio: ["ignore", output.fd, output.fd],
      });
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      await output.close();
      ends.push(async () => {
        child.kill("SIGKILL");
        await ended;
      });
      const port = await eventually("VS Code listens", async () => {
        if (child.exitCode !== null) throw new Error(`VS Code has ended; its log is ${log}`);
        return /agent listening on (\d+)/.exec((await readFile(log, "utf8")).slice(before))?.[1];
      });
      return `http://127.0.0.1:${port}/`;
    },
    async ensureRunning() {},
    async dispose() {
      await Promise.all(ends.splice(0).map((end) => end()));
      await directory.removeData();
    },
  };
}
