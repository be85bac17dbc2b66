import { dirname, join } from "node:path/posix";
import type { Analysis } from "../../compiler/compile.ts";
import type { Unit } from "../../compiler/model/checked.ts";
import { primitive } from "../../compiler/model/types/construct.ts";
import type { ImportDecl, Node, RecordExpr, Span } from "../../grammar/ast.ts";
import { DECLARATION_WORDS, ROLE_WORDS, TEST_WORDS } from "../../grammar/tokens/keywords.ts";
import { nodeAt } from "../../grammar/walk.ts";
import { type Cursor, cursorAt } from "./completion/cursor.ts";
import { importableItems } from "./completion/elsewhere.ts";
import { isBehindChannel } from "./completion/heads.ts";
import { type CompletionItem, component, keyword, literal, named, phrase, RANK } from "./completion/item.ts";
import { members } from "./completion/members.ts";
import {
  endpoints,
  functions,
  inputs,
  literalsOf,
  type Place,
  targets,
  values,
  wireStarts,
} from "./completion/names.ts";
import { missingOptions, wantedByName, wantedByPlace } from "./completion/options.ts";
import { slotAt } from "./completion/slot.ts";
import type { Slot } from "./completion/slot-kinds.ts";
import { completeText } from "./completion/text.ts";

export type { CompletionItem } from "./completion/item.ts";

/** What can be written at the cursor. */
export interface Completions {
  readonly items: readonly CompletionItem[];
  /** What is replaced: the part of a word before the cursor. */
  readonly replaces: Span;
  /** Whether an opening parenthesis stands behind the cursor already, so that a call needs none. */
  readonly isCalled: boolean;
  /** Whether the cursor is inside quotes. */
  readonly isInText: boolean;
}

/**
 * Completes at `offset`, also where the text is broken: what is asked for is read from the tokens before the cursor and
 * from what the parser made of them; names and types are the checker's. `others` gives the `.flow` files that may be
 * imported from, as they are parsed.
 */
export function complete(analysis: Analysis, offset: number, others: () => readonly Unit[] = () => []): Completions {
  const { entry } = analysis.checked;
  const cursor = cursorAt(entry.text, entry.tree, offset);
  const isCalled = /^[\w$]*\(/.test(entry.text.slice(offset));
  if (cursor.inside === "string" || cursor.inside === "template") {
    return { ...completeText(analysis, cursor, others), isCalled, isInText: true };
  }
  const slot = cursor.inside === "code" ? slotAt(entry.tree, cursor) : null;
  if (slot === null) return { items: [], replaces: cursor.typed, isCalled, isInText: false };
  const items = itemsFor(slot, placeAt(analysis, cursor), analysis, cursor);
  const elsewhere = importableItems(slot, entry, others, items);
  return { items: [...items, ...elsewhere], replaces: cursor.typed, isCalled, isInText: false };
}

function placeAt({ checked }: Analysis, { previous, typed, isWaiting, brackets }: Cursor): Place {
  const { entry } = checked;
  // The tree ends with the last token: behind one that waits for more, and in a bracket that nothing closes.
  const isBehindTree = brackets.length > 0 && nodeAt(entry.tree, typed.start).length === 1;
  const isBehind = typed.start === typed.end && (isWaiting || isBehindTree);
  const at = isBehind ? (previous?.end ?? 0) : typed.start;
  const around: readonly Node[] = nodeAt(entry.tree, at);
  const inFunction = around.some((node) => node.kind === "LambdaExpr" || node.kind === "FnDecl");
  return { checked, scope: checked.scopeAt(entry, at), inFunction };
}

function itemsFor(slot: Slot, place: Place, analysis: Analysis, cursor: Cursor): readonly CompletionItem[] {
  const { checked, scope } = place;
  switch (slot.kind) {
    case "member":
      return members(checked, scope, slot.object);
    case "type":
      return types(place);
    case "declaration":
      return ["pub", ...DECLARATION_WORDS].map(phrase);
    case "statement":
      return statements(slot.owner.kind, place);
    case "component":
      return scope.components(slot.role).map((symbol) => component(checked, symbol));
    case "target":
      return targets(place, slot.owner, isBehindChannel(cursor.words, slot.owner));
    case "interval":
      return [...["1s", "10s", "1m"].map(literal), ...values({ ...place, inFunction: true }, primitive("duration"))];
    case "tested":
      return slot.input ? inputs(place) : [...inputs(place), ...functions(place)];
    case "reject":
      return endpoints(place, false);
    case "handler":
      return [...values(place), ...["drop", "fail"].map(keyword)];
    case "argument": {
      const wanted = wantedByPlace(checked, slot.call, slot.at);
      const options = missingOptions(checked, slot.call, slot.at);
      if (slot.at?.name) return options;
      const isComponent = checked.calls.get(slot.call)?.callee.kind === "extern" && wanted === null;
      return isComponent ? options : [...options, ...values(place, wanted), ...expressionWords(place)];
    }
    case "option":
      return [...values(place, wantedByName(checked, slot.call, slot.name)), ...expressionWords(place)];
    case "pattern": {
      const rest = slot.isRoute ? [keyword("else")] : [keyword("else"), keyword("null")];
      return [...literalsOf(checked.types.get(slot.of) ?? null), ...rest];
    }
    case "field":
      return [...missingFields(slot.record, analysis), ...values(place)];
    case "import":
      return importable(slot.decl, analysis);
    case "words":
      return slot.words.map(keyword);
    case "expression":
      return [...values(place), ...expressionWords(place)];
  }
}

function statements(owner: "AgentDecl" | "StreamDecl" | "TestDecl" | "Block", place: Place): CompletionItem[] {
  switch (owner) {
    case "AgentDecl":
      return [...ROLE_WORDS.map(phrase), ...wireStarts(place)];
    case "StreamDecl":
      return [phrase("let"), ...wireStarts(place)];
    case "TestDecl":
      return TEST_WORDS.map(phrase);
    case "Block":
      return ["let", "return"].map(phrase);
  }
}

function types({ checked, scope }: Place): CompletionItem[] {
  return scope.types().map(({ name, symbol }) => {
    if (symbol !== null) return named(checked, symbol);
    return { label: name, kind: "type", detail: "", doc: [], text: name, snippet: null, rank: RANK.standard };
  });
}

function expressionWords({ inFunction }: Place): CompletionItem[] {
  return ["match", "true", "false", "null", ...(inFunction ? ["try"] : [])].map(phrase);
}

/** Fields that the type of a record's place has and the record does not give yet: known for what a `fn` returns. */
function missingFields(record: RecordExpr, { checked }: Analysis): CompletionItem[] {
  const path = nodeAt(checked.entry.tree, record.span.start + 1);
  const fn = path.find((node) => node.kind === "FnDecl");
  const found = fn === undefined ? undefined : checked.types.get(fn);
  if (fn?.kind !== "FnDecl" || found?.kind !== "function") return [];
  const result = fn.body.kind === "Block" ? fn.body.result : fn.body;
  const type = found.result.kind === "fallible" || found.result.kind === "nullable" ? found.result.type : found.result;
  if (result !== record || type.kind !== "record") return [];
  const given = new Set(record.fields.flatMap((field) => (field.kind === "RecordField" ? field.name.text : [])));
  return type.fields
    .filter(({ name }) => !given.has(name))
    .map(({ name }) => ({ ...keyword(name), kind: "field", text: `${name}: `, rank: RANK.wanted }));
}

/** Public declarations of the file that is imported from. */
function importable(decl: ImportDecl, { checked }: Analysis): CompletionItem[] {
  const path = join(dirname(checked.entry.path), decl.from.value);
  const unit = checked.units.find((one) => one.path === path);
  const named = new Set(decl.names.map((name) => name.text));
  return (unit?.tree.declarations ?? []).flatMap((one) => {
    if (!("pub" in one) || !one.pub || one.name.text === "" || named.has(one.name.text)) return [];
    return { ...keyword(one.name.text), kind: "variable" as const, doc: one.doc, rank: RANK.wanted };
  });
}
