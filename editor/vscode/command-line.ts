import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { workspace } from "vscode";

/**
 * The `sluice` for a folder: the one that the settings name, else the nearest that is installed in the folder or above it,
 * else the one on the path. Never one that a registry would have to bring: nobody has asked for that.
 */
export function commandFor(folder: string): string {
  return projectCommand() ?? installedIn(folder) ?? "sluice";
}

function installedIn(folder: string): string | null {
  const command = join(folder, "node_modules/.bin", process.platform === "win32" ? "sluice.cmd" : "sluice");
  if (existsSync(command)) return command;
  const parent = dirname(folder);
  return parent === folder ? null : installedIn(parent);
}

/** The `sluice` that the settings name, a path made absolute; null where they name none. */
export function projectCommand(): string | null {
  const command = workspace.getConfiguration("sluice").get<string>("command", "");
  if (command === "") return null;
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const isPath = /[\\/]/.test(command) && !isAbsolute(command);
  return isPath ? join(folder, command) : command;
}

/** What a command has printed, and what it said went wrong; `failed` where it did not end with 0. */
export interface Printed {
  readonly output: string;
  readonly reasons: string;
  readonly failed: boolean;
}

/** Runs `sluice ARGS…` in a folder to its end. */
export function runSluice(args: readonly string[], cwd: string): Promise<Printed> {
  // The project says what `sluice` is.
  if (!workspace.isTrusted) {
    return Promise.resolve({ output: "", reasons: "this folder is not marked as trusted", failed: true });
  }
  return new Promise((resolve) => {
    execFile(commandFor(cwd), args, { cwd, maxBuffer: 1 << 24 }, (error, output, reasons) => {
      resolve({ output, reasons: reasons.trim() || reasonOf(error), failed: error !== null });
    });
  });
}

function reasonOf(error: Error | null): string {
  if (error === null) return "";
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return error.message;
  return "this folder has no sluice: install it with npm, or name one in the setting sluice.command";
}
