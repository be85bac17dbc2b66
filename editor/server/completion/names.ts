/** Names that can stand at a place: values, what a wire may begin with, and where it may go. */
import type { Checked, FlowSymbol, ScopeAt } from "../../../compiler/model/checked.ts";
import { fits } from "../../../compiler/model/types/fits.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import type { AgentDecl, StreamDecl } from "../../../grammar/ast.ts";
import { type CompletionItem, component, keyword, literal, named, RANK } from "./item.ts";

/** Where the names are wanted. */
export interface Place {
  readonly checked: Checked;
  readonly scope: ScopeAt;
  /** Inside a function, where streams, topics and components are no values. */
  readonly inFunction: boolean;
}

/** Values; those of the wanted type first. */
export function values({ checked, scope, inFunction }: Place, wanted: Type | null = null): CompletionItem[] {
  const isPlain = inFunction || scope.where === "module" || (wanted !== null && wanted.kind !== "generic");
  const found = scope.values().filter((symbol) => isValue(symbol, scope, isPlain));
  const items = found.map((symbol) => {
    const type = checked.types.get(symbol.decl);
    const isWanted = wanted !== null && type !== undefined && type.kind !== "error" && fits(type, wanted);
    const item = named(checked, symbol);
    return isWanted ? { ...item, rank: RANK.wanted } : item;
  });
  return [...literalsOf(wanted), ...items, ...(isPlain ? [] : sources({ checked, scope }))];
}

/** The literals of a type that has few: `"json" | "text"`, `bool`. */
export function literalsOf(type: Type | null): CompletionItem[] {
  switch (type?.kind) {
    case "bool":
      return [literal("true"), literal("false")];
    case "literal":
      return [literal(JSON.stringify(type.value))];
    case "union":
      return type.members.flatMap(literalsOf);
    case "nullable":
      return [...literalsOf(type.type), literal("null")];
    default:
      return [];
  }
}

/** What a line of an agent or a stream may begin with. */
export function wireStarts({ checked, scope }: Omit<Place, "inFunction">): CompletionItem[] {
  const flows = scope.values().filter(({ kind, decl }) => {
    if (kind === "component") return decl.role !== "sink";
    return kind === "topic" || kind === "let" || (kind === "agent" && scope.where === "stream");
  });
  return [...flows.map((symbol) => named(checked, symbol)), ...sources({ checked, scope })];
}

/** What may stand right of an arrow; `isBehindChannel` says that a channel stands left of it. */
export function targets(
  { checked, scope }: Omit<Place, "inFunction">,
  owner: AgentDecl | StreamDecl,
  isBehindChannel: boolean,
): CompletionItem[] {
  const toChannels = owner.kind === "AgentDecl" && !isBehindChannel;
  const roles = toChannels ? (["channel", "sink"] as const) : (["sink"] as const);
  return [
    ...endpoints({ checked, scope }, toChannels),
    ...roles.flatMap((role) => scope.components(role)).map((symbol) => component(checked, symbol)),
    ...(toChannels ? [keyword("route")] : []),
  ];
}

/** Named things that events can go to. */
export function endpoints({ checked, scope }: Omit<Place, "inFunction">, channelsToo: boolean): CompletionItem[] {
  const found = scope.values().filter(({ kind, decl }) => {
    if (kind === "component") return decl.role === "sink" || (channelsToo && decl.role === "channel");
    return kind === "topic";
  });
  return found.map((symbol) => named(checked, symbol));
}

/** What a test gives events to, or looks at: topics, and agents and streams for what is in them. */
export function inputs({ checked, scope }: Place): CompletionItem[] {
  const found = scope.values().filter(({ kind }) => kind === "topic" || kind === "agent" || kind === "stream");
  return found.map((symbol) => named(checked, symbol));
}

/** Functions of the program. */
export function functions({ checked, scope }: Place): CompletionItem[] {
  return scope
    .values()
    .filter(({ kind }) => kind === "fn")
    .map((symbol) => named(checked, symbol));
}

function sources({ checked, scope }: Omit<Place, "inFunction">): CompletionItem[] {
  return scope.components("source").map((symbol) => component(checked, symbol));
}

function isValue(symbol: FlowSymbol, scope: ScopeAt, isPlain: boolean): boolean {
  switch (symbol.kind) {
    case "extern":
      return symbol.decl.externKind === "fn";
    case "type":
      return false;
    case "let":
      return !(isPlain && symbol.stream !== null);
    case "component":
    case "topic":
      return !isPlain;
    case "agent":
    case "stream":
      return !isPlain && scope.where !== "agent";
    default:
      return true;
  }
}
