import { type CstNode, CstParser, EOF, type IToken, type ParserMethod, type TokenType } from "chevrotain";
import type { TextEdit } from "../diagnostic.ts";
import { didYouMean, suggest } from "../did-you-mean.ts";
import { type Problem, problem, withFix } from "../messages.ts";
import type { Partner } from "../scan/brackets.ts";
import { isDeclarationWord, startsDeclaration } from "../tokens/declaration-start.ts";
import { FOREIGN_WORDS } from "../tokens/keywords.ts";
import * as t from "../tokens/tokens.ts";
import { PARSER_VOCABULARY } from "../tokens/vocabulary.ts";

const PUB = t.word("pub");

/** A grammar rule; what it yields is read in `build/` alone. */
export type Rule = ParserMethod<[], CstNode>;

/** How a bracketed list is read. */
export interface ListShape {
  /** Whether the next token can begin an element. */
  readonly starts: () => boolean;
  readonly element: () => void;
  /** What separates the elements: a comma, a comma or nothing, or nothing. */
  readonly separator: "comma" | "optional comma" | "none";
  /** What an element is called, such as "an argument". */
  readonly called: string;
  /** Whether the next element tells of a comma that is missing before it. */
  readonly isToldByElement?: () => boolean;
  /** Words that begin an element, for suggestions. */
  readonly words?: readonly string[];
  /** What to do about something else that stands there. */
  readonly advice?: string;
}

/**
 * How the parser gets over mistakes. Chevrotain's own ways guess from the grammar which token to skip to, and in a
 * language without semicolons or reserved words nearly every token could go on somewhere. Here every rule is total
 * instead: a token that is missing is made up, a list skips what does not fit up to its closing bracket, which
 * `pairBrackets` has found beforehand, and a declaration at the start of a line ends everything before it.
 */
export abstract class RecoveringParser extends CstParser {
  problems: Problem[] = [];
  #text = "";
  /** Where the last complaint was made: one is enough for a place. */
  #complainedAt = -1;

  constructor(skipValidations: boolean) {
    super(PARSER_VOCABULARY, {
      recoveryEnabled: true,
      maxLookahead: 1,
      nodeLocationTracking: "onlyOffset",
      skipValidations,
    });
    // Looks for a place to go on after every repetition that ends, which the lists here do themselves.
    (this as unknown as { attemptInRepetitionRecovery: () => void }).attemptInRepetitionRecovery = () => {};
  }

  /** Sets the text to parse next. */
  protected begin(tokens: IToken[], text: string): void {
    this.problems = [];
    this.#text = text;
    this.#complainedAt = -1;
    this.input = tokens;
  }

  /** Reports the mistakes that Chevrotain has noticed and this class has not: no rule should leave it any. */
  protected complainOfRest(): void {
    for (const { name, token } of this.errors) {
      if (name !== "MismatchedTokenException") this.complainOfJunk(token, "", "");
    }
  }

  /** Chevrotain makes a dictionary here, which costs a third of the time of a parse. */
  protected cstInvocationStateUpdate(name: string): void {
    const location = { startOffset: Number.NaN, endOffset: Number.NaN };
    (this as unknown as { CST_STACK: CstNode[] }).CST_STACK.push({ name, children: {}, location });
  }

  /** Chevrotain asks here for a token in place of the one that `CONSUME` did not find. */
  protected tryInRuleRecovery(expected: TokenType): IToken {
    const found = this.LA(1);
    if (this.isSuperfluous(found, expected)) {
      this.complainOfJunk(found, "", "Remove it.");
      const wanted = this.SKIP_TOKEN();
      this.SKIP_TOKEN();
      return wanted;
    }
    this.complainOfMissing(expected.LABEL ?? expected.name);
    return this.getTokenToInsert(expected);
  }

  /** Whether leaving out the next token mends things. A name in the way rather means that something was forgotten. */
  private isSuperfluous(found: IToken, expected: TokenType): boolean {
    const second = this.LA(2);
    const fits = second.tokenType === expected && !t.isName(expected);
    return fits && !("payload" in found) && !isDeclarationWord(found) && !this.isCloser(found.tokenType);
  }

  override getTokenToInsert(type: TokenType): IToken {
    const at = this.endOfPrevious();
    const invented = super.getTokenToInsert(type);
    return Object.assign(invented, { startOffset: at, endOffset: at - 1 });
  }

  protected is(token: IToken, type: TokenType): boolean {
    return token.tokenType === type || (token.tokenType.CATEGORIES?.includes(type) ?? false);
  }

  protected nextIs(type: TokenType): boolean {
    return this.is(this.LA(1), type);
  }

  /** Whether the next token begins a declaration whatever it stands in. */
  protected atDeclaration(): boolean {
    if (!isDeclarationWord(this.LA(1))) return false;
    return this.atMarginDeclaration() || this.atDeclarationHead();
  }

  /**
   * Whether the next three tokens can only be the head of a declaration. In `const a = pub` with `const b = 1` on the
   * next line, `pub` is a name.
   */
  protected atDeclarationHead(): boolean {
    const [first, second] = [this.LA(1), this.LA(2)];
    if (first.tokenType === PUB && !this.isAtMargin(first) && this.isAtMargin(second)) return false;
    return startsDeclaration(first, second, this.LA(3));
  }

  /** Whether the next token begins a declaration by its place: it is such a word without a blank before it. */
  protected atMarginDeclaration(): boolean {
    return isDeclarationWord(this.LA(1)) && this.isAtMargin(this.LA(1));
  }

  /** Reads a name, unless what stands in its place is known to begin something else. */
  protected name(isCut = !this.RECORDING_PHASE && this.atDeclaration()): void {
    const invent = () => this.CONSUME8(t.MissingName, { LABEL: "Identifier" });
    if (this.RECORDING_PHASE) this.OPTION8(invent);
    if (isCut) invent();
    else this.CONSUME8(t.Identifier);
  }

  /** Reads the elements of a list up to its closing bracket, and that bracket where there is one. */
  protected list(opening: IToken, closes: TokenType, shape: ListShape): void {
    const closer = (opening.payload as Partner | undefined)?.closer ?? null;
    const readElement = () => {
      shape.element();
      if (shape.separator === "none") return;
      const comma = this.OPTION9(() => this.CONSUME9(t.Comma));
      if (comma !== undefined || shape.separator === "optional comma") return;
      if (!this.listGoesOn(opening, closer, shape) || shape.isToldByElement?.() === true) return;
      this.complainOfMissing("`,`");
    };
    // Chevrotain records what a right list looks like, and is not asked about a wrong one.
    if (this.RECORDING_PHASE) this.MANY9(readElement);
    while (this.listGoesOn(opening, closer, shape)) {
      const first = this.LA(1);
      if (shape.starts()) readElement();
      else this.skipElement(closer, shape);
      // An element can begin here and yet take nothing: `f(` before the line `source s = …`.
      if (this.LA(1) !== first) continue;
      if (closer === null) break;
      this.skipElement(closer, shape);
    }
    const isClosed = closer !== null || (opening.isInsertedInRecovery === true && this.nextIs(closes));
    if (isClosed || this.RECORDING_PHASE) this.CONSUME9(closes);
  }

  /** A list without its closing bracket ends at the first thing that does not fit. */
  private listGoesOn(opening: IToken, closer: IToken | null, shape: ListShape): boolean {
    const next = this.LA(1);
    if (next.tokenType === EOF) return false;
    if (closer !== null) return next !== closer;
    if (this.isCloser(next.tokenType) || this.atDeclaration() || !shape.starts()) return false;
    if (shape.separator !== "comma") return true;
    const previous = this.LA(0);
    return previous === opening || previous.tokenType === t.Comma;
  }

  /**
   * Leaves out what does not fit, with all that stands in its brackets: up to the next comma, or where there need not
   * be one, up to the next line that begins well.
   */
  private skipElement(closer: IToken | null, shape: ListShape): void {
    this.complainOfStray(shape.called, shape.words ?? [], shape.advice);
    const first = this.LA(1);
    let partner: IToken | null = null;
    while (this.LA(1) !== closer && this.LA(1).tokenType !== EOF) {
      const token = this.LA(1);
      if (partner === null) {
        const isNext = shape.separator !== "comma" && this.startsLine(token) && shape.starts();
        if (isNext && token !== first) return;
        partner = (token.payload as Partner | undefined)?.closer ?? null;
      } else if (token === partner) partner = null;
      this.SKIP_TOKEN();
      if (partner === null && token.tokenType === t.Comma) return;
    }
  }

  private isCloser(type: TokenType): boolean {
    return type === t.RightParen || type === t.RightBracket || type === t.RightBrace || type === t.TemplateEnd;
  }

  /** Complains of the next token where something else should stand that begins with one of the words. */
  protected complainOfStray(called: string, words: readonly string[], advice = ""): void {
    const found = this.LA(1);
    const near = t.isName(found.tokenType) ? nearestWord(found.image, words) : null;
    if (near !== null) this.complainOfWord(found, `the start of ${called}`, words);
    else this.complainOfJunk(found, `, where ${called} should stand`, advice);
  }

  protected complainOfWord(found: IToken, place: string, words: readonly string[]): void {
    const near = nearestWord(found.image, words);
    const suggestion = didYouMean(near);
    const expected = words.map((each) => `\`${each}\``).join(", ");
    this.complain(found, problem(this.spanOf(found), "FLOW1104", { word: found.image, place, suggestion, expected }));
  }

  protected complainOfJunk(found: IToken, context: string, advice: string): void {
    this.complain(found, problem(this.spanOf(found), "FLOW1102", { found: this.show(found), context, advice }));
  }

  protected skipJunk(context: string, advice: string): void {
    this.complainOfJunk(this.LA(1), context, advice);
    this.SKIP_TOKEN();
  }

  /** Points at the next token, or behind the last one where that is on an earlier line; `edits` write what is missing. */
  protected complainOfMissing(expected: string, edits: readonly TextEdit[] = []): void {
    const found = this.LA(1);
    const previous = this.LA(0);
    const context = previous.tokenType === EOF ? "" : ` after ${this.show(previous)}`;
    const at = this.endOfPrevious();
    const isFar = found.tokenType === EOF || this.startsLine(found);
    const span = isFar ? { start: at, end: at } : this.spanOf(found);
    const missing = problem(span, "FLOW1101", { expected, context, found: this.show(found) });
    if (edits.length === 0) this.complain(found, missing);
    else this.complain(found, withFix(missing, { title: "Write it", edits, safe: true }));
  }

  protected complainOfQuotes(name: IToken): void {
    const plain = String(name.payload);
    const span = this.spanOf(name);
    const found = problem(span, "FLOW1009", { found: "a field's name in quotes", advice: `Write \`${plain}\`.` });
    const fix = { title: `Write ${plain}`, edits: [{ span, text: plain }], safe: true };
    this.complain(name, /^[A-Za-z_$][\w$]*$/.test(plain) ? withFix(found, fix) : found);
  }

  /**
   * Complains of what stands in the place of `=>` in a case, and leaves out an arrow or a colon there. `previous` stands
   * before the case.
   */
  protected complainOfCaseArrow(previous: IToken): void {
    const found = this.LA(1);
    const isOther = found.tokenType === t.Arrow || found.tokenType === t.Colon;
    if (!isOther) {
      const isEnd = found.tokenType === EOF || this.isCloser(found.tokenType) || found.tokenType === t.Comma;
      const isParted = previous.tokenType === t.Comma || previous.tokenType === t.LeftBrace;
      const comma = isParted ? [] : [insertion(this.spanOf(previous).end, ",")];
      this.complainOfMissing("`=>`", isEnd ? [] : [...comma, insertion(this.endOfPrevious(), " =>")]);
      return;
    }
    const span = this.spanOf(found);
    const what = problem(span, "FLOW1009", { found: `\`${found.image}\` in a case`, advice: "Write `=>`." });
    const space = this.endOfPrevious() === span.start ? " " : "";
    this.complain(found, withFix(what, { title: "Write =>", edits: [{ span, text: `${space}=>` }], safe: true }));
    this.SKIP_TOKEN();
  }

  private complain(found: IToken, what: Problem): void {
    const at = this.spanOf(found).start;
    if (at === this.#complainedAt) return;
    this.#complainedAt = at;
    this.problems.push(what);
  }

  /** Whether only blanks stand before the token on its line. */
  protected startsLine(token: IToken): boolean {
    let at = token.startOffset - 1;
    while (this.#text[at] === " " || this.#text[at] === "\t") at--;
    return at < 0 || this.#text[at] === "\n" || this.#text[at] === "\r";
  }

  /** Whether the token begins a line that is not indented deeper than the line of the token before it. */
  protected startsStatementLine(token: IToken, previous: IToken): boolean {
    return token.tokenType !== EOF && this.startsLine(token) && this.indentOf(token) <= this.indentOf(previous);
  }

  private indentOf(token: IToken): number {
    const line = this.#text.lastIndexOf("\n", token.startOffset - 1) + 1;
    return this.#text.slice(line).search(/[^ \t]|$/);
  }

  private isAtMargin(token: IToken): boolean {
    return token.startOffset === 0 || this.#text[token.startOffset - 1] === "\n";
  }

  private endOfPrevious(): number {
    const previous = this.LA(0);
    return previous.tokenType === EOF ? 0 : this.spanOf(previous).end;
  }

  private spanOf(token: IToken): { start: number; end: number } {
    if (token.tokenType === EOF) return { start: this.#text.length, end: this.#text.length };
    return { start: token.startOffset, end: token.startOffset + token.image.length };
  }

  private show(token: IToken): string {
    if (token.tokenType === EOF) return "the end of the file";
    const image = token.image.length > 30 ? `${token.image.slice(0, 29)}…` : token.image;
    return `\`${image}\``;
  }
}

function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

/** The one of the words that was probably meant, in this language or in another. */
function nearestWord(written: string, words: readonly string[]): string | null {
  const translated = FOREIGN_WORDS[written];
  return translated !== undefined && words.includes(translated) ? translated : suggest(written, words);
}
