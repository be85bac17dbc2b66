/** Answers who feeds whom: the call hierarchy of the protocol, along the flow of the program. */
import { type CallHierarchyItem, type Connection, type Range, SymbolKind } from "vscode-languageserver/node";
import { guard } from "./guard.ts";
import type { RequestContext } from "./request-context.ts";
import { type FlowItem, type FlowNeighbour, fedBy, feeding, flowItemAt } from "./structure/flow-hierarchy.ts";
import { toRange } from "./to-lsp.ts";
import { pathOfUri } from "./uri.ts";

/** What an item carries to the next question: which it is, and of which program. */
interface ItemData {
  readonly id: string;
  /** URI of the file that the first question was about. */
  readonly uri: string;
}

const KINDS: Readonly<Record<FlowItem["kind"], SymbolKind>> = {
  topic: SymbolKind.Event,
  stream: SymbolKind.Module,
  source: SymbolKind.Class,
  channel: SymbolKind.Class,
  sink: SymbolKind.Class,
};

/** Answers `callHierarchy` requests. A fault in one costs that answer alone. */
export function registerFlowRequests(connection: Connection, { workspace, files, log }: RequestContext): void {
  const { callHierarchy } = connection.languages;

  callHierarchy.onPrepare(
    guard("call hierarchy", log, null, ({ textDocument: { uri }, position }) => {
      const path = pathOfUri(uri);
      if (!workspace.open.includes(path)) return null;
      const offset = files.lines(path).offset({ line: position.line + 1, column: position.character + 1 });
      const item = flowItemAt(workspace.analysis(path), offset);
      return item === null ? null : [toItem(item, uri)];
    }),
  );
  callHierarchy.onIncomingCalls(
    guard("incoming calls", log, [], ({ item }) =>
      neighboursOf(item, feeding).map(([from, fromRanges]) => ({ from, fromRanges })),
    ),
  );
  callHierarchy.onOutgoingCalls(
    guard("outgoing calls", log, [], ({ item }) =>
      neighboursOf(item, fedBy).map(([to, fromRanges]) => ({ to, fromRanges })),
    ),
  );

  function neighboursOf({ data }: CallHierarchyItem, find: typeof feeding): [CallHierarchyItem, Range[]][] {
    const { id, uri } = data as ItemData;
    return find(workspace.analysis(pathOfUri(uri)), id).map(({ item, at }: FlowNeighbour) => [
      toItem(item, uri),
      at.map(({ file, span }) => toRange(files.lines(file), span)),
    ]);
  }

  function toItem({ id, name, kind, owner, place }: FlowItem, uri: string): CallHierarchyItem {
    const range = toRange(files.lines(place.file), place.span);
    const data: ItemData = { id, uri };
    const detail = owner === "" ? kind : `${kind} of ${owner}`;
    return { name, kind: KINDS[kind], detail, uri: files.uri(place.file), range, selectionRange: range, data };
  }
}
