import type { Analysis } from "../../../compiler/compile.ts";
import type { Node, Span } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";

/** A program with one thing in it that is wrong, known to be so by how it was made. */
export interface Mutant {
  /** What was done: "misspell a name". */
  readonly kind: string;
  readonly text: string;
  /** Where it is wrong now, in `text`: what was written instead, or what depended on what is gone. */
  readonly at: readonly Span[];
}

/** What a rule changes. `at`, in the old text, is where it is wrong afterwards; the edit itself where it says nothing. */
export interface Change {
  readonly span: Span;
  readonly text: string;
  readonly at?: readonly Span[];
}

/** All changes of one kind that make a sound program wrong. */
export type Rule = (program: Program) => readonly Change[];

export interface Program {
  readonly analysis: Analysis;
  readonly text: string;
  /** Every node with those around it, innermost last. */
  readonly nodes: readonly { readonly node: Node; readonly around: readonly Node[] }[];
  /** Every word of the program and of the standard library. */
  readonly words: ReadonlySet<string>;
}

export function programOf(analysis: Analysis, library: string): Program {
  const { tree, text } = analysis.checked.entry;
  const nodes: { node: Node; around: readonly Node[] }[] = [];
  const around: Node[] = [];
  walk(
    tree,
    (node) => {
      nodes.push({ node, around: [...around] });
      around.push(node);
    },
    () => {
      around.pop();
    },
  );
  return { analysis, text, nodes, words: new Set(`${text} ${library}`.match(/\w+/g)) };
}

export function mutantsOf(program: Program, rules: Readonly<Record<string, Rule>>): Mutant[] {
  return Object.entries(rules).flatMap(([kind, rule]) =>
    rule(program).map(({ span, text, at = [span] }) => ({
      kind,
      text: program.text.slice(0, span.start) + text + program.text.slice(span.end),
      at: at.map((one) => moved(one, span, text.length)),
    })),
  );
}

/** Where `span` of the old text is when `edit` has become `length` characters. */
function moved(span: Span, edit: Span, length: number): Span {
  const shift = length - (edit.end - edit.start);
  const start = span.start >= edit.end && span.start > edit.start ? span.start + shift : span.start;
  return { start, end: span.end >= edit.end ? span.end + shift : span.end };
}
