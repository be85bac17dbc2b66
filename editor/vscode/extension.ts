/** The VS Code side: starts the language server and gets out of the way. */
import { execFile } from "node:child_process";
import { basename, dirname, isAbsolute, join } from "node:path";
import { commands, type ExtensionContext, Uri, ViewColumn, window, workspace } from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

/** Called by VS Code when the first `.flow` file is opened: starts the language server. */
export async function activate(context: ExtensionContext): Promise<void> {
  const onChange = workspace.onDidChangeConfiguration(async (change) => {
    if (change.affectsConfiguration("sluice.command")) await restart();
  });
  context.subscriptions.push(
    onChange,
    commands.registerCommand("sluice.restart", restart),
    commands.registerCommand("sluice.run", (uri?: string, name?: string) => runInTerminal("run", uri, "--only", name)),
    commands.registerCommand("sluice.test", (uri?: string, name?: string) =>
      runInTerminal("test", uri, "--filter", name),
    ),
    commands.registerCommand("sluice.graph", showGraph),
  );
  await restart();

  async function restart(): Promise<void> {
    await client?.stop();
    client = new LanguageClient("sluice", "Sluice", serverOf(context), {
      documentSelector: [{ language: "flow" }],
      initializationOptions: {
        commands: true,
        inlayHints: workspace.getConfiguration("sluice").get("inlayHints"),
      },
    });
    await client.start();
  }
}

/** Called by VS Code when it closes: stops the language server. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** The command line of the project: the one that the settings name, else what `npx` finds. */
function commandLine(): readonly string[] {
  const command = projectCommand();
  return command === null ? ["npx", "sluice"] : [command];
}

/** Runs `sluice COMMAND` on a file, the one in front unless it is named, in a terminal where it can be stopped. */
function runInTerminal(
  command: "run" | "test",
  uri: string | undefined,
  option: string,
  name: string | undefined,
): void {
  const file = uri === undefined ? window.activeTextEditor?.document.uri.fsPath : Uri.parse(uri).fsPath;
  if (file === undefined) return;
  const [shellPath = "", ...first] = commandLine();
  const shellArgs = [...first, command, file, ...(name === undefined ? [] : [option, name])];
  // No shell stands between: a name can have any characters.
  window.createTerminal({ name: `sluice ${command}`, shellPath, shellArgs, cwd: dirname(file) }).show();
}

/** Shows the topology of a file, the one in front unless it is named, beside it. */
function showGraph(uri?: string): void {
  const file = uri === undefined ? window.activeTextEditor?.document.uri.fsPath : Uri.parse(uri).fsPath;
  if (file === undefined) return;
  const [program = "", ...first] = commandLine();
  execFile(program, [...first, "graph", file], { cwd: dirname(file), maxBuffer: 1 << 24 }, (error, svg, reasons) => {
    if (error !== null) {
      void window.showErrorMessage(`Sluice: ${reasons.trim() || error.message}`);
      return;
    }
    const panel = window.createWebviewPanel("sluice.graph", `Graph of ${basename(file)}`, ViewColumn.Beside);
    panel.webview.html = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">${svg}`;
  });
}

/** The project's own `sluice` where the settings name one, else the server that came with the extension. */
function serverOf(context: ExtensionContext): ServerOptions {
  const command = projectCommand();
  return command === null
    ? { module: context.asAbsolutePath(join("dist", "server.mjs")), transport: TransportKind.stdio }
    : { command, args: ["lsp"] };
}

/** The `sluice` that the settings name, a path made absolute; null where they name none. */
function projectCommand(): string | null {
  const command = workspace.getConfiguration("sluice").get<string>("command", "");
  if (command === "") return null;
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const isPath = /[\\/]/.test(command) && !isAbsolute(command);
  return isPath ? join(folder, command) : command;
}
