/** The beginning of every session with a language server, whichever way its bytes go. */
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

/** What an editor brings to a session, and does with what it is told. */
export interface SessionOptions {
  readonly processId: number | null;
  readonly rootUri: string;
  readonly initializationOptions: unknown;
  published(params: PublishDiagnosticsParams): void;
  /** The server has logged that something went wrong. */
  complained(message: string): void;
}

/** A session after its handshake. */
export interface LspSession {
  readonly connection: ProtocolConnection;
  readonly server: InitializeResult;
  notify(method: string, params: unknown): void;
  /** A document as it is named with its next version. */
  versioned(path: string): { readonly uri: string; readonly version: number };
}

/** Shakes hands with a server that reads `input` and writes `output`. */
export async function beginSession(
  output: Readable,
  input: Writable,
  { published, complained, ...editor }: SessionOptions,
): Promise<LspSession> {
  const connection = createProtocolConnection(new StreamMessageReader(output), new StreamMessageWriter(input));
  connection.onNotification("textDocument/publishDiagnostics", published);
  connection.onNotification("window/logMessage", ({ message }: { readonly message: string }) => complained(message));
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const server: InitializeResult = await connection.sendRequest("initialize", {
    ...editor,
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  });
  const notify = (method: string, params: unknown): void => void connection.sendNotification(method, params);
  notify("initialized", {});
  const versions = new Map<string, number>();
  return {
    connection,
    server,
    notify,
    versioned(path) {
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      return { uri: uriOf(path), version };
    },
  };
}

/** The address of a file. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
