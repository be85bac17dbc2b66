import type { Analysis } from "../../compiler/compile.ts";
import type { FlowSymbol } from "../../compiler/model/checked.ts";
import { show } from "../../compiler/model/types/show.ts";
import type { Span } from "../../grammar/ast.ts";
import { describeField, describeOption, describeSymbol, docOf, spelledOut } from "./describe.ts";
import { fieldDeclaration } from "./field-declaration.ts";
import { guaranteeAcross, guaranteeOfOwner, guaranteeOfWire, guaranteeThrough } from "./guarantee-text.ts";
import { type Thing, thingAt } from "./thing-at.ts";

/** What is shown over a span of the text. */
export interface Hover {
  readonly span: Span;
  /** A piece of the language. */
  readonly code: string;
  /** Lines of Markdown: the documentation, and what is known of delivery. */
  readonly text: readonly string[];
}

/** What the thing under the cursor is: its type, its documentation, and for what lies on a path its guarantee. */
export function hover(analysis: Analysis, offset: number): Hover | null {
  const thing = thingAt(analysis, offset);
  if (thing === null) return null;
  const found = explain(analysis, thing, offset);
  return found === null ? null : { span: thing.span, ...found };
}

type Explained = Omit<Hover, "span">;

function explain(analysis: Analysis, thing: Thing, offset: number): Explained | null {
  const { checked } = analysis;
  switch (thing.kind) {
    case "symbol": {
      const { symbol } = thing;
      const code = describeSymbol(checked, symbol, thing.type, thing.call);
      return { code, text: paragraphs(docOf(symbol), deliveryOf(analysis, symbol)) };
    }
    case "option": {
      const option = describeOption(thing.call, thing.name);
      return option === null ? null : { code: option.text, text: option.doc };
    }
    case "field": {
      const declared = thing.record === null ? null : fieldDeclaration(checked, thing.record, thing.name, offset);
      return { code: `${thing.name}: ${show(thing.type)}`, text: declared?.field.doc ?? [] };
    }
    case "fieldType":
      return { code: describeField(thing.field, checked.entry), text: thing.field.doc };
    case "builtInType":
      return { code: `type ${thing.name}`, text: [] };
    case "regex":
      return { code: regexCode(thing.type), text: [] };
    case "guarantee":
      return { code: `guarantees`, text: guaranteeOfOwner(analysis, thing.owner.name.text) };
    case "wire": {
      const text = guaranteeOfWire(analysis, thing.owner, thing.wire);
      return text.length === 0 ? null : { code: "->", text };
    }
  }
}

function regexCode(type: Parameters<typeof show>[0]): string {
  const groups = type.kind === "generic" ? type.args[0] : undefined;
  return groups === undefined ? show(type) : `Regex<${spelledOut(groups)}>`;
}

function deliveryOf(analysis: Analysis, symbol: FlowSymbol): readonly string[] {
  const name = symbol.decl.name.text;
  switch (symbol.kind) {
    case "agent":
    case "stream":
      return guaranteeOfOwner(analysis, name);
    case "component":
      return guaranteeThrough(analysis, symbol.agent.name.text, name);
    case "topic":
      return guaranteeAcross(analysis, name);
    default:
      return [];
  }
}

function paragraphs(...parts: readonly (readonly string[])[]): readonly string[] {
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index === 0 ? part : ["", ...part]));
}
