/** What the text says right before the cursor, read from its tokens: it holds for text that is half typed, too. */
import type { SourceFile, Span } from "../../../grammar/ast.ts";
import { endsUnescaped } from "../../../grammar/scan/literals.ts";
import { scan } from "../../../grammar/scan/scan.ts";
import { aroundSpan } from "./tree.ts";

/** A token before the cursor, and where it stands. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Where in the text something is to be completed. */
export interface Cursor {
  readonly offset: number;
  /** What is typed of a name, up to the cursor; empty where nothing is. */
  readonly typed: Span;
  /** The tokens before what is typed. */
  readonly words: readonly Word[];
  /** The last of them. */
  readonly previous: Word | null;
  /** Whether that token wants something behind it: an operator, an opening bracket, `return`. */
  readonly isWaiting: boolean;
  /** The bracket that is open around the cursor, innermost last. */
  readonly brackets: readonly Word[];
  readonly inside: "code" | "string" | "template" | "other";
}

const WANTS_OPERAND =
  /^(?:[=+\-*/<>!?:|,([{]|->|=>|==|!=|<=|>=|&&|\|\||\.\.\.|\$\{|else|return|try|match|route|every|given|advance|expect|contains|div|mod)$/;

const OPENING: ReadonlySet<string> = new Set(["(", "[", "{", "${"]);

/** What stands before `offset`, told from the tokens, since the tree there is mostly broken. */
export function cursorAt(text: string, tree: SourceFile, offset: number): Cursor {
  const typed = { start: offset - (/[A-Za-z_$][\w$]*$/.exec(text.slice(0, offset))?.[0].length ?? 0), end: offset };
  const before = text.slice(0, typed.start);
  const { tokens, comments } = scan(before);
  const words = tokens.map((token) => ({
    text: token.image,
    start: token.startOffset,
    end: token.startOffset + token.image.length,
  }));
  const previous = words.at(-1) ?? null;
  const type = tokens.at(-1)?.tokenType.name ?? "";
  const touches = previous?.end === before.length;
  const open = words.filter((word, index) => OPENING.has(word.text) && isOpen(tokens[index]?.payload));
  return {
    offset,
    typed,
    words,
    previous,
    isWaiting: previous !== null && WANTS_OPERAND.test(previous.text),
    brackets: open.filter((bracket) => isAround(tree, bracket, previous)),
    inside: insideOf(),
  };

  function insideOf(): Cursor["inside"] {
    if (touches && isStringOpen(type, previous.text)) return "string";
    const comment = comments.at(-1);
    if (comment?.span.end === before.length && !(comment.text.startsWith("/*") && comment.text.endsWith("*/")))
      return "other";
    if (type === "TemplateStart" || type === "TemplateText") return "template";
    const isLiteral = type === "Quantity" || type === "TimestampToken" || type === "RegexToken";
    return touches && isLiteral ? "other" : "code";
  }
}

function isOpen(partner: unknown): boolean {
  return (partner as { readonly closer: unknown } | undefined)?.closer === null;
}

function isStringOpen(type: string, image: string): boolean {
  return type === "StringToken" && (image.length === 1 || !endsUnescaped(image, image.charAt(0)));
}

/** A bracket that was forgotten to be closed in a statement before this one is not around the cursor. */
function isAround(tree: SourceFile, bracket: Word, previous: Word | null): boolean {
  const owner = aroundSpan(tree, bracket).at(-1);
  return owner !== undefined && previous !== null && owner.span.end >= previous.start;
}
