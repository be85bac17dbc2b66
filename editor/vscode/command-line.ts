import { execFile } from "node:child_process";
import { isAbsolute, join } from "node:path";
import { workspace } from "vscode";

/** The command line of the project: the one that the settings name, else what `npx` finds. */
export function commandLine(): readonly string[] {
  const command = projectCommand();
  return command === null ? ["npx", "sluice"] : [command];
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
  const [program = "", ...first] = commandLine();
  return new Promise((resolve) => {
    execFile(program, [...first, ...args], { cwd, maxBuffer: 1 << 24 }, (error, output, reasons) => {
      resolve({ output, reasons: reasons.trim() || (error?.message ?? ""), failed: error !== null });
    });
  });
}
