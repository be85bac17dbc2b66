/** As much of VS Code's interface as the extension asks for, for a file: not VS Code, but calls arrive where it would take them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { documentSymbols } from "../../../editor/server/document-symbols.ts";
import { toDocumentSymbols } from "../../../editor/server/to-lsp.ts";
import { indexLines } from "../../../grammar/line-index.ts";
import { parse } from "../../../grammar/parse.ts";
import { root } from "../../support/sluice.ts";

/** A test, or a file of them, in the Testing view. */
export interface Item {
  readonly id: string;
  readonly label: string;
  readonly uri: object;
  readonly children: Items;
}

/** A panel as the extension has made it, and what it was sent. */
export interface Panel {
  readonly title: string;
  readonly webview: { html: string };
  readonly messages: object[];
}

class Items implements Iterable<[string, Item]> {
  readonly #all = new Map<string, Item>();
  get size(): number {
    return this.#all.size;
  }
  add(item: Item): void {
    this.#all.set(item.id, item);
  }
  delete(id: string): void {
    this.#all.delete(id);
  }
  [Symbol.iterator]() {
    return this.#all[Symbol.iterator]();
  }
}

/** Listeners to one event, and a way to tell them. */
function event<Value>() {
  const listeners: ((value: Value) => unknown)[] = [];
  const on = (listener: (value: Value) => unknown) => {
    listeners.push(listener);
    return { dispose() {} };
  };
  const fire = (value: Value) => Promise.all(listeners.map((listener) => listener(value)));
  return { on, fire };
}

const uriOf = (path: string) => ({ fsPath: path, toString: () => pathToFileURL(path).href });

/** A host in which `path` is open and `sluice` is the one of this checkout. */
export function createHost(path: string, folder: string) {
  const saved = event<object>();
  const selected = event<object>();
  const commands = new Map<string, (...args: readonly unknown[]) => unknown>();
  const started: (readonly string[])[] = [];
  const panels: Panel[] = [];
  const errors: string[] = [];
  const verdicts: string[] = [];
  const items = new Items();
  let runTests: (request: object) => Promise<void> = async () => {};
  const document = { uri: uriOf(path), languageId: "flow" };
  const nothing = { dispose() {} };

  const vscode = {
    workspace: {
      isTrusted: true,
      workspaceFolders: [{ uri: uriOf(folder) }],
      textDocuments: [document],
      getConfiguration: () => ({
        get: (name: string, fallback?: unknown) => (name === "command" ? join(root, "dist/cli/main.js") : fallback),
      }),
      asRelativePath: (uri: { readonly fsPath: string }) => basename(uri.fsPath),
      onDidChangeConfiguration: () => nothing,
      onDidOpenTextDocument: () => nothing,
      onDidCloseTextDocument: () => nothing,
      onDidSaveTextDocument: saved.on,
    },
    window: {
      activeTextEditor: { document },
      onDidChangeTextEditorSelection: selected.on,
      showErrorMessage: (text: string) => errors.push(text),
      createWebviewPanel(_type: string, title: string) {
        const messages: object[] = [];
        const webview = { html: "", postMessage: async (message: object) => messages.push(message) };
        const panel = { title, webview, messages, reveal() {}, onDidDispose: () => nothing, dispose() {} };
        panels.push(panel);
        return panel;
      },
    },
    commands: {
      registerCommand(name: string, run: (...args: readonly unknown[]) => unknown) {
        commands.set(name, run);
        return nothing;
      },
      executeCommand: async (_name: string, uri: { readonly fsPath: string }) => symbolsOf(uri.fsPath),
    },
    tests: {
      createTestController: () => ({
        items,
        dispose() {},
        createTestItem: (id: string, label: string, uri: object): Item => ({ id, label, uri, children: new Items() }),
        createRunProfile(_label: string, _kind: number, run: (request: object) => Promise<void>) {
          runTests = run;
        },
        createTestRun: () => ({
          started: ({ label }: Item) => verdicts.push(`started ${label}`),
          passed: ({ label }: Item) => verdicts.push(`passed ${label}`),
          errored: ({ label }: Item, { message }: { readonly message: string }) =>
            verdicts.push(`errored ${label}: ${message}`),
          failed: ({ label }: Item, messages: readonly { readonly location: { readonly line: number } }[]) =>
            verdicts.push(`failed ${label} at ${messages.map(({ location }) => location.line)}`),
          end: () => verdicts.push("end"),
        }),
      }),
    },
    tasks: {
      executeTask: async ({ execution }: { readonly execution: { readonly args: readonly string[] } }) => {
        started.push(execution.args);
      },
    },
    TaskScope: { Workspace: 2 },
    Task: class {
      readonly execution: object;
      constructor(_definition: object, _scope: number, _name: string, _source: string, execution: object) {
        this.execution = execution;
      }
    },
    ProcessExecution: class {
      readonly args: readonly string[];
      constructor(_process: string, args: readonly string[]) {
        this.args = args;
      }
    },
    TestMessage: class {
      readonly message: string;
      constructor(message: string) {
        this.message = message;
      }
    },
    Location: class {
      readonly line: number;
      constructor(_uri: object, position: { readonly line: number }) {
        this.line = position.line;
      }
    },
    Position: class {
      readonly line: number;
      constructor(line: number) {
        this.line = line;
      }
    },
    Uri: { parse: (text: string) => uriOf(fileURLToPath(text)) },
    SymbolKind: { Method: 5 },
    TestRunProfileKind: { Run: 1 },
    ViewColumn: { Beside: -2 },
  };
  return {
    vscode,
    started,
    panels,
    errors,
    verdicts,
    items,
    run: (name: string, ...args: readonly unknown[]) => commands.get(name)?.(...args),
    runTests: (request: object) => runTests(request),
    save: () => saved.fire(document),
    select: (line: number) => selected.fire({ textEditor: { document, selection: { active: { line } } } }),
  };
}

/** What the server's outline is in VS Code, whose kinds count from 0. */
function symbolsOf(path: string) {
  const text = readFileSync(path, "utf8");
  const unit = { path, text, tree: parse(text, path).tree, stdlib: false };
  return toDocumentSymbols(indexLines(text), documentSymbols(unit)).map(({ name, kind, range: { start, end } }) => {
    const contains = ({ line }: { readonly line: number }) => start.line <= line && line <= end.line;
    return { name, kind: kind - 1, range: { start, end, contains } };
  });
}

/** The extension's own code, in the host; its language client does nothing. */
export async function loadExtension(vscode: object, folder: string) {
  const outfile = join(folder, "extension.cjs");
  const client = "exports.LanguageClient = class { start() {} stop() {} }; exports.TransportKind = { stdio: 0 };";
  const given = { vscode: "module.exports = globalThis.sluiceTestHost;", "vscode-languageclient/node": client };
  const host: Plugin = {
    name: "host",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^vscode/ }, ({ path }) => ({ path, namespace: "host" }));
      onLoad({ filter: /.*/, namespace: "host" }, ({ path }) => ({ contents: given[path as keyof typeof given] }));
    },
  };
  const entry = join(root, "editor/vscode/extension.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, format: "cjs", platform: "node", plugins: [host] });
  Object.assign(globalThis, { sluiceTestHost: vscode });
  const { activate } = createRequire(import.meta.url)(outfile) as { activate(context: object): Promise<void> };
  await activate({ subscriptions: [], asAbsolutePath: (path: string) => path });
}
