import { EOF, type TokenType } from "chevrotain";
import * as t from "../tokens/tokens.ts";
import type { Rule } from "./recovering-parser.ts";
import { TypeParser } from "./type-parser.ts";

const LET = t.word("let");
const RETURN = t.word("return");
const GOES_ON: ReadonlySet<TokenType> = new Set([t.Dot, t.QuestionDot, t.Arrow]);
const BLOCK_WORDS = ["let", "return"];

/** The rules of what functions and lambdas are made of beside expressions. */
export abstract class FunctionParser extends TypeParser {
  abstract readonly expression: Rule;

  readonly parameters: Rule = this.RULE("parameters", () => {
    const opening = this.CONSUME(t.LeftParen);
    this.list(opening, t.RightParen, {
      starts: () => this.nextIs(t.Identifier),
      element: () => this.SUBRULE(this.parameter),
      separator: "comma",
      called: "a parameter",
    });
  });

  readonly parameter: Rule = this.RULE("parameter", () => {
    this.OPTION({
      GATE: () => t.isName(this.LA(2).tokenType),
      DEF: () => this.CONSUME(t.word("positional")),
    });
    this.name();
    this.OPTION2(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.OPTION3(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
  });

  /** `{ let … return … }` of a lambda or a function. */
  readonly block: Rule = this.RULE("block", () => {
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.LA(1).tokenType === RETURN || this.atLet(),
      element: () => this.SUBRULE(this.blockPart),
      separator: "none",
      called: "a `let` or `return`",
      words: BLOCK_WORDS,
      advice: "Write `let name = …` for a value that is used below, `return …` for the result.",
    });
  });

  readonly blockPart: Rule = this.RULE("blockPart", () => {
    this.OR([
      {
        IGNORE_AMBIGUITIES: true, // `return` is also a name
        ALT: () => {
          this.CONSUME(RETURN);
          this.SUBRULE(this.expression);
        },
      },
      { ALT: () => this.SUBRULE(this.letStmt) },
    ]);
  });

  /** `was "old"`, behind the name of what can keep something. */
  readonly was: Rule = this.RULE("was", () => {
    this.CONSUME(t.word("was"));
    this.CONSUME(t.StringToken);
  });

  /** `let name: T = value`; a misspelt `let` counts where no name can stand before another one. */
  readonly letStmt: Rule = this.RULE("letStmt", () => {
    const word = this.CONSUME(t.Identifier, { LABEL: "word" });
    if (!this.RECORDING_PHASE && word.tokenType !== LET)
      this.complainOfWord(word, "the start of a statement", BLOCK_WORDS);
    this.name();
    this.OPTION2(() => this.SUBRULE(this.was));
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  protected atLet(): boolean {
    return this.atStatement(["let"]);
  }

  /**
   * Whether a statement such as `let x = …` begins here: one of the words and a name or the lack of one, or else two
   * names and `=`, which nothing but a misspelt word explains.
   */
  protected atStatement(words: readonly string[]): boolean {
    const [first, second, third] = [this.LA(1), this.LA(2), this.LA(3)];
    if (!t.isName(first.tokenType)) return false;
    const hasName = t.isName(second.tokenType) && !this.startsLine(second);
    if (hasName) return words.includes(first.image) || third.tokenType === t.Equals;
    const isCut = second.tokenType === t.Equals || second.tokenType === t.RightBrace || second.tokenType === EOF;
    // A component called `sink`, whose wire goes on in the next line.
    const goesOn = GOES_ON.has(second.tokenType);
    return words.includes(first.image) && (isCut || (this.startsLine(second) && !goesOn));
  }
}
