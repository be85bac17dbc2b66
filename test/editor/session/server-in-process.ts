/** The language server in this process, spoken to in its protocol, over files in memory. */
import { PassThrough } from "node:stream";
import { type Diagnostic, type InitializeResult, LSPErrorCodes, type ResponseError } from "vscode-languageserver/node";
import type { CompilerCache } from "../../../compiler/compile.ts";
import { startServer } from "../../../editor/server/server.ts";
import { indexLines } from "../../../grammar/line-index.ts";
import { beginSession, uriOf } from "../../support/lsp-session.ts";
import { memoryHost } from "../../support/memory-host.ts";

/** A server and what an editor knows of it. */
export interface ServerInProcess {
  readonly capabilities: InitializeResult["capabilities"];
  /** Open files with their texts, in the order of their opening. */
  readonly open: ReadonlyMap<string, string>;
  /** What went wrong inside, as the server logged it. */
  readonly faults: readonly string[];
  openFile(path: string, text: string): void;
  /** Sends the part of the text that differs. */
  change(path: string, text: string): void;
  close(path: string): void;
  changedOnDisk(path: string): void;
  /** An answer, or the reason of a refusal. A request that fails in any other way is a fault. */
  request(method: string, params: unknown): Promise<unknown>;
  /** What is shown as wrong in each file, for the texts as they are now; `path` is an open one. */
  diagnostics(path: string): Promise<Readonly<Record<string, readonly Diagnostic[]>>>;
}

/** Starts one for the `.flow` files in `texts`, which may change later, by absolute path. */
export async function serveInProcess(
  texts: Readonly<Record<string, string>>,
  cache: () => CompilerCache,
): Promise<ServerInProcess> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const flowFiles = () => Object.keys(texts);
  const rest = { externs: null, flowFiles, version: "0", page: () => null };
  startServer({ host: memoryHost(texts), cache, ...rest, input, output });

  const open = new Map<string, string>();
  const faults: string[] = [];
  const shown = new Map<string, readonly Diagnostic[]>();
  const published = new Set<() => void>();
  const publishedVersions = new Map<string, number>();
  const { connection, server, notify, versioned } = await beginSession(output, input, {
    processId: null,
    rootUri: "file:///",
    initializationOptions: { commands: true },
    published(params) {
      shown.set(params.uri, params.diagnostics);
      publishedVersions.set(params.uri, params.version ?? 0);
      for (const look of published) look();
    },
    complained: (message) => void faults.push(message),
  });
  const change = (path: string, text: string): void => {
    const contentChanges = changesOf(open.get(path) ?? "", text);
    open.set(path, text);
    notify("textDocument/didChange", { textDocument: versioned(path), contentChanges });
  };
  const request = (method: string, params: unknown): Promise<unknown> =>
    connection.sendRequest<unknown>(method, params).catch((error: ResponseError) => {
      if (error.code !== LSPErrorCodes.RequestFailed) faults.push(`${method}: ${error.code} ${error.message}`);
      return `refused: ${error.message}`;
    });

  return {
    capabilities: server.capabilities,
    open,
    faults,
    change,
    request,
    openFile(path, text) {
      open.set(path, text);
      notify("textDocument/didOpen", { textDocument: { ...versioned(path), languageId: "flow", text } });
    },
    close(path) {
      open.delete(path);
      notify("textDocument/didClose", { textDocument: { uri: uriOf(path) } });
    },
    changedOnDisk(path) {
      notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(path), type: 2 }] });
    },
    async diagnostics(path) {
      // A new version of the same text: with what is shown of it comes all that waited to be shown.
      const textDocument = versioned(path);
      notify("textDocument/didChange", { textDocument, contentChanges: [{ text: open.get(path) ?? "" }] });
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (publishedVersions.get(textDocument.uri) !== textDocument.version) return;
          published.delete(look);
          resolve();
        };
        published.add(look);
      });
      // It answers in order: what it sent together has arrived when this is answered.
      await request("textDocument/foldingRange", { textDocument: { uri: uriOf(path) } });
      const wrong = [...shown].filter(([, list]) => list.length > 0).sort(([one], [two]) => (one < two ? -1 : 1));
      return Object.fromEntries(wrong);
    },
  };
}

/** The one edit that makes `after` of `before`, as an editor sends it; none where they are equal. */
function changesOf(before: string, after: string): readonly object[] {
  if (before === after) return [];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let rest = 0;
  const most = Math.min(before.length, after.length) - start;
  while (rest < most && before.at(-1 - rest) === after.at(-1 - rest)) rest++;
  const lines = indexLines(before);
  const at = (offset: number) => {
    const { line, column } = lines.position(offset);
    return { line: line - 1, character: column - 1 };
  };
  const range = { start: at(start), end: at(before.length - rest) };
  return [{ range, text: after.slice(start, after.length - rest) }];
}
