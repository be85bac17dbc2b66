/** A small editor: speaks the Language Server Protocol with a real `sluice lsp` over its standard input and output. */
import {
  CancellationTokenSource,
  type Diagnostic,
  type InitializeResult,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { eventually } from "./eventually.ts";
import { beginSession, uriOf } from "./lsp-session.ts";
import type { Ended, Running } from "./process.ts";
import { startSluice } from "./sluice.ts";

export interface LspClient {
  readonly server: InitializeResult;
  /** All diagnostics that were published, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  uriOf(path: string): string;
  request<Result>(method: string, params: unknown): Promise<Result>;
  /** A request that can be taken back. */
  cancellable<Result>(method: string, params: unknown): { readonly answer: Promise<Result>; cancel(): void };
  notify(method: string, params: unknown): void;
  open(path: string, text: string): void;
  /** Gives the document a new text, whole, as a new version. */
  change(path: string, text: string): void;
  close(path: string): void;
  /** The last diagnostics published for the file, as soon as they satisfy `wanted`. */
  diagnostics(path: string, wanted: (list: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** The same for a document that is no file. */
  diagnosticsOf(uri: string, wanted: (list: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** Says goodbye properly; resolves when the server has ended. */
  stop(): Promise<Ended>;
}

/** Starts `sluice lsp` in `folder` and shakes hands with it. */
export function startLspClient(folder: string, initializationOptions: unknown = {}): Promise<LspClient> {
  return connectLspClient(startSluice(["lsp"], { cwd: folder }), folder, initializationOptions);
}

/** Shakes hands with a server that has just been started. */
export async function connectLspClient(
  running: Running,
  folder: string,
  initializationOptions: unknown = {},
): Promise<LspClient> {
  const { stdin, stdout } = running.child;
  const published: PublishDiagnosticsParams[] = [];
  const { connection, server, notify, versioned } = await beginSession(stdout, stdin, {
    processId: process.pid,
    rootUri: uriOf(folder),
    initializationOptions,
    published: (params) => void published.push(params),
    complained(message) {
      throw new Error(`the server complains: ${message}`);
    },
  });
  const diagnosticsOf: LspClient["diagnosticsOf"] = async (uri, wanted) => {
    const last = () => published.findLast((one) => one.uri === uri)?.diagnostics;
    await eventually(`such diagnostics of ${uri}`, () => {
      const list = last();
      return list !== undefined && wanted(list);
    });
    return last() ?? [];
  };

  return {
    server,
    published,
    notify,
    uriOf,
    request: (method, params) => connection.sendRequest(method, params),
    open: (path, text) =>
      notify("textDocument/didOpen", { textDocument: { ...versioned(path), languageId: "flow", text } }),
    change: (path, text) =>
      notify("textDocument/didChange", { textDocument: versioned(path), contentChanges: [{ text }] }),
    close: (path) => notify("textDocument/didClose", { textDocument: { uri: uriOf(path) } }),
    diagnostics: (path, wanted) => diagnosticsOf(uriOf(path), wanted),
    diagnosticsOf,
    cancellable(method, params) {
      const source = new CancellationTokenSource();
      return { answer: connection.sendRequest(method, params, source.token), cancel: () => source.cancel() };
    },
    async stop() {
      await connection.sendRequest("shutdown");
      notify("exit", undefined);
      return await running.ended;
    },
  };
}
