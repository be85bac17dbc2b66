import type { IToken, TokenType } from "chevrotain";
import { EXTERN_WORDS } from "./keywords.ts";
import * as t from "./tokens.ts";

/** What follows the word, and what may follow that, where the word really declares something. */
const SHAPES: ReadonlyMap<TokenType, (second: IToken, third: IToken | undefined) => boolean> = new Map([
  [t.word("import"), (second) => second.tokenType === t.LeftBrace],
  [t.word("type"), named(t.Equals, t.Less)],
  [t.word("const"), named(t.Colon, t.Equals)],
  [t.word("param"), named(t.Colon, t.Equals)],
  [t.word("secret"), named(t.Equals)],
  [t.word("fn"), named(t.LeftParen, t.Less)],
  [t.word("topic"), named(t.Colon, t.word("was"))],
  [t.word("table"), named(t.Colon)],
  [t.word("agent"), named(t.LeftBrace, t.word("guarantees"), t.word("was"))],
  [t.word("stream"), named(t.word("every"), t.word("guarantees"), t.word("was"))],
  [t.word("test"), (second) => second.tokenType === t.StringToken],
  [t.word("extern"), (second) => (EXTERN_WORDS as readonly string[]).includes(second.image)],
  [t.word("pub"), (second) => isDeclarationWord(second)],
]);

function named(...thirds: TokenType[]) {
  return (second: IToken, third: IToken | undefined): boolean =>
    t.isName(second.tokenType) && third !== undefined && thirds.some((type) => isA(third, type));
}

function isA(token: IToken, type: TokenType): boolean {
  return token.tokenType === type || (token.tokenType.CATEGORIES?.includes(type) ?? false);
}

/** Whether the token is `pub` or a word like `agent`, whatever stands behind it. */
export function isDeclarationWord(token: IToken): boolean {
  return SHAPES.has(token.tokenType);
}

/** Whether three tokens can only be the head of a declaration, although each of their words could be a name. */
export function startsDeclaration(first: IToken, second: IToken | undefined, third: IToken | undefined): boolean {
  const shape = SHAPES.get(first.tokenType);
  return shape !== undefined && second !== undefined && shape(second, third);
}
