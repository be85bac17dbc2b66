/** The VS Code side: starts the language server and gets out of the way. */
import { isAbsolute, join } from "node:path";
import { commands, type ExtensionContext, workspace } from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const onChange = workspace.onDidChangeConfiguration(async (change) => {
    if (change.affectsConfiguration("sluice.command")) await restart();
  });
  context.subscriptions.push(onChange, commands.registerCommand("sluice.restart", restart));
  await restart();

  async function restart(): Promise<void> {
    await client?.stop();
    client = new LanguageClient("sluice", "Sluice", serverOf(context), {
      documentSelector: [{ language: "flow" }],
    });
    await client.start();
  }
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** The project's own `sluice` where the settings name one, else the server that came with the extension. */
function serverOf(context: ExtensionContext): ServerOptions {
  const command = workspace.getConfiguration("sluice").get<string>("command", "");
  if (command === "") {
    return { module: context.asAbsolutePath(join("dist", "server.mjs")), transport: TransportKind.stdio };
  }
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const isPath = /[\\/]/.test(command) && !isAbsolute(command);
  return { command: isPath ? join(folder, command) : command, args: ["lsp"] };
}
