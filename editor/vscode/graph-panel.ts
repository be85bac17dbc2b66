/** The graph of a file beside it, in which the part that the cursor stands in is marked. */
import { randomBytes } from "node:crypto";
import { basename, dirname } from "node:path";
import {
  commands,
  type Disposable,
  type DocumentSymbol,
  type TextEditor,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { runSluice } from "./command-line.ts";

/** Shows graphs, one panel for each file, and keeps them in step with text and cursor. */
export interface GraphPanels extends Disposable {
  /** The file in front unless `uri` names one. */
  show(uri?: string): Promise<void>;
}

/** Panels that are drawn again when their file is saved. */
export function createGraphPanels(): GraphPanels {
  const panels = new Map<string, WebviewPanel>();

  const draw = async (file: string, panel: WebviewPanel): Promise<void> => {
    const { output, reasons, failed } = await runSluice(["graph", file], dirname(file));
    if (failed) void window.showErrorMessage(`Sluice: ${reasons}`);
    else if (panels.get(file) === panel) panel.webview.html = pageOf(output, randomBytes(16).toString("hex"));
  };
  const follow = async ({ document, selection }: TextEditor): Promise<void> => {
    const panel = panels.get(document.uri.fsPath);
    if (panel === undefined) return;
    const symbols = await commands.executeCommand<DocumentSymbol[] | undefined>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    const around = symbols?.find(({ range }) => range.contains(selection.active));
    const line = selection.active.line + 1;
    const [first, last] =
      around === undefined ? [line, line] : [around.range.start.line + 1, around.range.end.line + 1];
    await panel.webview.postMessage({ file: basename(document.uri.fsPath), line, first, last });
  };

  const listeners = [
    window.onDidChangeTextEditorSelection(({ textEditor }) => void follow(textEditor)),
    workspace.onDidSaveTextDocument(({ uri }) => {
      const panel = panels.get(uri.fsPath);
      if (panel !== undefined) void draw(uri.fsPath, panel);
    }),
  ];
  return {
    async show(uri) {
      const file = uri === undefined ? window.activeTextEditor?.document.uri.fsPath : Uri.parse(uri).fsPath;
      if (file === undefined) return;
      let panel = panels.get(file);
      if (panel === undefined) {
        const options = { enableScripts: true, localResourceRoots: [] };
        panel = window.createWebviewPanel("sluice.graph", `Graph of ${basename(file)}`, ViewColumn.Beside, options);
        panels.set(file, panel);
        panel.onDidDispose(() => panels.delete(file));
      } else panel.reveal();
      await draw(file, panel);
    },
    dispose() {
      for (const one of [...listeners, ...panels.values()]) one.dispose();
    },
  };
}

/**
 * A page that may load nothing and run one script: it marks, of the parts that stand between two lines, the last one at or
 * above the cursor. Where a part stands is the last line of its tooltip.
 */
function pageOf(svg: string, nonce: string): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  const script = `
    const parts = [...document.querySelectorAll("g.node, g.group")].flatMap((part) => {
      const place = /([^\\n]+):(\\d+):\\d+$/.exec(part.querySelector(":scope > title")?.textContent ?? "");
      return place === null ? [] : [{ part, file: place[1], line: Number(place[2]) }];
    });
    addEventListener("message", ({ data }) => {
      const near = parts.filter(({ file, line }) => file === data.file && line >= data.first && line <= data.line);
      near.sort((a, b) => a.line - b.line);
      for (const { part } of parts) part.classList.toggle("at", part === near.at(-1)?.part);
    });`;
  return [
    "<!doctype html>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    "<style>g.at > rect, g.at > path { stroke-width: 3.5px }</style>",
    svg,
    `<script nonce="${nonce}">${script}</script>`,
  ].join("\n");
}
