/** The VS Code side: starts the language server and gets out of the way. */
import { dirname, join } from "node:path";
import {
  commands,
  type ExtensionContext,
  ProcessExecution,
  Task,
  TaskScope,
  tasks,
  Uri,
  window,
  workspace,
} from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";
import { commandFor, projectCommand } from "./command-line.ts";
import { createGraphPanels } from "./graph-panel.ts";
import { createTestView } from "./test-view.ts";

/** Room for what an edit makes, in MiB: it dies with the next edit, and is not to be kept for long before. */
const ROOM = "--max-semi-space-size=64";

let client: LanguageClient | undefined;

/** Called by VS Code when the first `.flow` file is opened: starts the language server. */
export async function activate(context: ExtensionContext): Promise<void> {
  const onChange = workspace.onDidChangeConfiguration(async (change) => {
    if (change.affectsConfiguration("sluice.command")) await restart();
  });
  const graphs = createGraphPanels();
  context.subscriptions.push(
    onChange,
    graphs,
    commands.registerCommand("sluice.restart", restart),
    commands.registerCommand("sluice.run", (uri?: string, name?: string) => runInTerminal("run", uri, "--only", name)),
    commands.registerCommand("sluice.test", (uri?: string, name?: string) =>
      runInTerminal("test", uri, "--filter", name),
    ),
    commands.registerCommand("sluice.graph", (uri?: string) => graphs.show(uri)),
  );
  await restart();
  // The outlines that it reads come from the server.
  context.subscriptions.push(createTestView());

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

/** Runs `sluice COMMAND` on a file, the one in front unless it is named, in a terminal where it can be stopped. */
function runInTerminal(
  command: "run" | "test",
  uri: string | undefined,
  option: string,
  name: string | undefined,
): void {
  const file = uri === undefined ? window.activeTextEditor?.document.uri.fsPath : Uri.parse(uri).fsPath;
  if (file === undefined) return;
  const cwd = dirname(file);
  const args = [command, file, ...(name === undefined ? [] : [option, name])];
  // No shell stands between: a name can have any characters. What a task has printed stays when it has ended well.
  const execution = new ProcessExecution(commandFor(cwd), args, { cwd });
  void tasks.executeTask(new Task({ type: "process" }, TaskScope.Workspace, `sluice ${command}`, "sluice", execution));
}

/** The project's own `sluice` where the settings name one, else the server that came with the extension. */
function serverOf(context: ExtensionContext): ServerOptions {
  const command = projectCommand();
  return command === null
    ? {
        module: context.asAbsolutePath(join("dist", "server.mjs")),
        transport: TransportKind.stdio,
        options: { execArgv: [ROOM] },
      }
    : { command, args: ["lsp"] };
}
