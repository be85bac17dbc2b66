/**
 * The language server: the protocol on one side, plain functions on the other. Every request is answered for the text
 * as it was when the request came; whatever goes wrong in a handler costs that one answer.
 */
import type { Readable, Writable } from "node:stream";
import {
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CompilerCache, ExternReading } from "../../compiler/compile.ts";
import type { Host } from "../../compiler/model/host.ts";
import { indexLines, type LineIndex } from "../../grammar/line-index.ts";
import { readSettings } from "./client-settings.ts";
import { guard } from "./guard.ts";
import { createPublisher } from "./publisher.ts";
import { CAPABILITIES, registerRequests } from "./requests.ts";
import * as lsp from "./to-lsp.ts";
import { pathOfUri, uriOfPath } from "./uri.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** What the server reaches of the world outside. */
export interface ServerOptions {
  /** The disk; the server lays unsaved texts over it. */
  readonly host: Host;
  /** Makes a cache when the first file is opened; it may know the standard library already. */
  readonly cache: () => CompilerCache;
  /** How users' TypeScript is read without keeping anyone waiting; null to leave it alone. */
  readonly externs: ExternReading | null;
  /** The `.flow` files of a folder and below. */
  readonly flowFiles: (folder: string) => readonly string[];
  readonly version: string;
  /** Address of the page about a message's code; null where there is none. */
  readonly page: (code: string) => string | null;
  readonly input: Readable;
  readonly output: Writable;
}

/** Short enough to feel immediate, long enough not to look at every key of a word. */
const QUIET_MS = 80;

/** Serves one editor until it says `exit` or closes the input; then the process ends. */
export function startServer(options: ServerOptions): void {
  const { host, cache, externs, flowFiles, version, page, input, output } = options;
  const connection = createConnection(input, output, {
    // Taken back before its turn came: without this the question would be answered all the same.
    cancelUndispatched: ({ jsonrpc }) => ({
      jsonrpc,
      id: null,
      error: { code: LSPErrorCodes.RequestCancelled, message: "taken back" },
    }),
  });
  const documents = new TextDocuments(TextDocument);
  const workspace = createWorkspace(host, { cache, externs, flowFiles });
  const log = (message: string): void => connection.console.error(message);

  const openUris = new Map<string, string>();
  const files: lsp.Files = {
    uri: (path) => openUris.get(path) ?? uriOfPath(path),
    lines: linesOf(workspace),
    page,
  };
  const publisher = createPublisher({
    workspace,
    log,
    quietMs: QUIET_MS,
    send(file, diagnostics) {
      const uri = files.uri(file);
      const open = documents.get(uri);
      const list = diagnostics.map((one) => lsp.toDiagnostic(files, one));
      void connection.sendDiagnostics({ uri, ...(open ? { version: open.version } : {}), diagnostics: list });
    },
  });

  let settings = readSettings({}, undefined);
  let canWatch = false;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const { capabilities, initializationOptions } = params;
    settings = readSettings(capabilities, initializationOptions);
    canWatch = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    workspace.setFolders(roots.map(pathOfUri));
    return { serverInfo: { name: "sluice", version }, capabilities: CAPABILITIES };
  });

  connection.onInitialized(() => {
    if (!canWatch) return;
    const watchers = [{ globPattern: "**/*.{flow,ts,mts,cts,js,mjs,cjs}" }];
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch((error: unknown) => {
      log(`watching files: ${String(error)}`);
    });
  });

  documents.onDidChangeContent(
    guard("change", log, undefined, ({ document }: { readonly document: TextDocument }) => {
      const path = pathOfUri(document.uri);
      openUris.set(path, document.uri);
      workspace.setText(path, document.getText());
      publisher.changed(path);
    }),
  );

  documents.onDidClose(
    guard("close", log, undefined, ({ document }: { readonly document: TextDocument }) => {
      const path = pathOfUri(document.uri);
      workspace.close(path);
      publisher.closed(path);
      openUris.delete(path);
    }),
  );

  connection.onDidChangeWatchedFiles(
    guard("watch", log, undefined, ({ changes }: { readonly changes: readonly { readonly uri: string }[] }) => {
      for (const { uri } of changes) {
        workspace.changedOnDisk(pathOfUri(uri));
        publisher.changed(pathOfUri(uri));
      }
    }),
  );

  registerRequests(connection, { files, log, workspace, settings: () => settings });

  documents.listen(connection);
  connection.listen();
}

/** The lines of each file, found once for each of its texts. */
function linesOf(workspace: Workspace): (path: string) => LineIndex {
  const kept = new Map<string, { readonly text: string; readonly lines: LineIndex }>();
  return (path) => {
    const text = workspace.text(path) ?? "";
    const known = kept.get(path);
    if (known?.text === text) return known.lines;
    const lines = indexLines(text);
    kept.set(path, { text, lines });
    return lines;
  };
}
