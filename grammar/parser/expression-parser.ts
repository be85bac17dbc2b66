import type { IToken, TokenType } from "chevrotain";
import type { Partner } from "../scan/brackets.ts";
import * as t from "../tokens/tokens.ts";
import { kindsOf } from "../tokens/vocabulary.ts";
import { FunctionParser } from "./function-parser.ts";
import type { Rule } from "./recovering-parser.ts";

const STARTS_VALUE: ReadonlySet<TokenType> = kindsOf(
  t.Identifier,
  t.Literal,
  t.PrefixOperator,
  t.LeftParen,
  t.LeftBracket,
  t.LeftBrace,
  t.TemplateStart,
);

const ELSE = t.word("else");
const WAS = t.word("was");

/**
 * The rules of expressions. Binary operators are read flat and given their precedence in `build/`, so that a name
 * costs three rules and not one for each level.
 */
export abstract class ExpressionParser extends FunctionParser {
  /** A lambda, or a conditional with `else` handlers behind it. */
  readonly expression: Rule = this.RULE("expression", () => {
    const lambda = this.OPTION({ GATE: () => this.atLambda(), DEF: () => this.SUBRULE(this.lambda) });
    if (lambda !== undefined && !this.RECORDING_PHASE) return;
    this.SUBRULE(this.conditional);
    this.MANY(() => this.SUBRULE(this.elseHandler));
  });

  /** What stands where an `else` would belong to something around it. */
  readonly branch: Rule = this.RULE("branch", () => {
    const lambda = this.OPTION({ GATE: () => this.atLambda(), DEF: () => this.SUBRULE(this.lambda) });
    if (lambda !== undefined && !this.RECORDING_PHASE) return;
    this.SUBRULE(this.conditional);
  });

  readonly elseHandler: Rule = this.RULE("elseHandler", () => {
    this.OR2([{ ALT: () => this.CONSUME(t.word("else")) }, { ALT: () => this.CONSUME(t.Nullish) }]);
    const plain = this.OPTION(() =>
      this.OR([
        { ALT: () => this.CONSUME(t.word("drop")) },
        { ALT: () => this.CONSUME(t.word("fail")) },
        {
          ALT: () => {
            this.CONSUME(t.Arrow);
            return this.SUBRULE(this.operand);
          },
        },
      ]),
    );
    if (plain === undefined || this.RECORDING_PHASE) this.SUBRULE(this.branch);
  });

  /** `a || b`, `c ? a : b` */
  readonly conditional: Rule = this.RULE("conditional", () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(t.BinaryOperator);
      this.SUBRULE2(this.operand);
    });
    this.OPTION(() => {
      this.CONSUME(t.Question);
      this.SUBRULE(this.expression);
      this.CONSUME(t.Colon);
      this.SUBRULE(this.branch);
    });
  });

  /** A value with what stands before and behind it: `!a`, `try a.b(c)[d]`. */
  readonly operand: Rule = this.RULE("operand", () => {
    this.MANY(() => this.CONSUME(t.PrefixOperator));
    const found = this.OPTION({
      GATE: () => !this.atNextStatement(),
      DEF: () =>
        this.OR([
          { ALT: () => this.CONSUME(t.Literal) },
          { ALT: () => this.SUBRULE(this.matchExpr), IGNORE_AMBIGUITIES: true },
          { ALT: () => this.CONSUME(t.Identifier) },
          { ALT: () => this.SUBRULE(this.group) },
          { ALT: () => this.SUBRULE(this.record) },
          { ALT: () => this.SUBRULE(this.array) },
          { ALT: () => this.SUBRULE(this.template) },
        ]),
    });
    if (found === undefined || this.RECORDING_PHASE) this.CONSUME(t.MissingValue);
    this.MANY2({
      GATE: () => this.LA(1).tokenType !== t.Less || (this.LA(1).payload as Partner).after === t.LeftParen,
      DEF: () => this.SUBRULE(this.suffix),
    });
  });

  /** `.name`, `?.name`, `[index]`, `(arguments)`, `<types>(arguments)` */
  readonly suffix: Rule = this.RULE("suffix", () => {
    this.OR([
      {
        ALT: () => {
          this.OR2([{ ALT: () => this.CONSUME(t.Dot) }, { ALT: () => this.CONSUME(t.QuestionDot) }]);
          this.member();
        },
      },
      {
        ALT: () => {
          this.OPTION(() => this.SUBRULE(this.typeArguments));
          this.SUBRULE(this.args);
        },
      },
      { ALT: () => this.SUBRULE(this.index) },
    ]);
  });

  readonly index: Rule = this.RULE("index", () => {
    const opening = this.CONSUME(t.LeftBracket);
    this.list(opening, t.RightBracket, {
      starts: () => this.startsValue(),
      element: () => this.SUBRULE(this.expression),
      separator: "comma",
      called: "an index",
    });
  });

  readonly args: Rule = this.RULE("args", () => {
    const opening = this.CONSUME(t.LeftParen);
    this.list(opening, t.RightParen, {
      starts: () => this.startsElement(),
      element: () => this.SUBRULE(this.argument),
      separator: "comma",
      called: "an argument",
    });
  });

  readonly argument: Rule = this.RULE("argument", () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon,
      DEF: () => {
        this.CONSUME(t.Identifier);
        this.CONSUME(t.Colon);
      },
    });
    this.OPTION2(() => this.CONSUME(t.Ellipsis));
    this.SUBRULE(this.expression);
  });

  /** `(a)`, `(a, b)` */
  readonly group: Rule = this.RULE("group", () => {
    const opening = this.CONSUME(t.LeftParen);
    this.list(opening, t.RightParen, {
      starts: () => this.startsValue(),
      element: () => this.SUBRULE(this.expression),
      separator: "comma",
      called: "a value",
    });
  });

  readonly array: Rule = this.RULE("array", () => {
    const opening = this.CONSUME(t.LeftBracket);
    this.list(opening, t.RightBracket, {
      starts: () => this.startsElement(),
      element: () => this.SUBRULE(this.element),
      separator: "comma",
      called: "a value",
    });
  });

  readonly element: Rule = this.RULE("element", () => {
    this.OPTION(() => this.CONSUME(t.Ellipsis));
    this.SUBRULE(this.expression);
  });

  readonly record: Rule = this.RULE("record", () => {
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => [t.Identifier, t.Ellipsis, t.StringToken].some((type) => this.nextIs(type)),
      element: () => this.SUBRULE(this.field),
      separator: "comma",
      called: "a field",
    });
  });

  /** `a: value`, `a`, `...record`; and `"a": value`, which JSON has taught people to write, with a complaint. */
  readonly field: Rule = this.RULE("field", () => {
    this.OR([
      {
        ALT: () => {
          const quoted = this.CONSUME(t.StringToken);
          if (!this.RECORDING_PHASE) this.complainOfQuotes(quoted);
          this.CONSUME2(t.Colon);
          this.SUBRULE3(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Ellipsis);
          this.SUBRULE(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Identifier);
          this.OPTION(() => {
            this.CONSUME(t.Colon);
            this.SUBRULE2(this.expression);
          });
        },
      },
    ]);
  });

  readonly template: Rule = this.RULE("template", () => {
    const opening = this.CONSUME(t.TemplateStart);
    this.MANY(() =>
      this.OR([{ ALT: () => this.CONSUME(t.TemplateText) }, { ALT: () => this.SUBRULE(this.templateValue) }]),
    );
    const isClosed = (opening.payload as Partner | undefined)?.closer != null;
    if (isClosed || this.RECORDING_PHASE) this.CONSUME(t.TemplateEnd);
  });

  readonly templateValue: Rule = this.RULE("templateValue", () => {
    const opening = this.CONSUME(t.TemplateOpen);
    this.list(opening, t.RightBrace, {
      starts: () => this.startsValue(),
      element: () => this.SUBRULE(this.expression),
      separator: "comma",
      called: "a value",
    });
  });

  readonly lambda: Rule = this.RULE("lambda", () => {
    this.OR([{ ALT: () => this.CONSUME(t.LambdaName) }, { ALT: () => this.SUBRULE(this.parameters) }]);
    this.CONSUME(t.FatArrow);
    const block = this.OPTION({
      GATE: () => this.LA(1).tokenType === t.BlockBrace,
      DEF: () => this.SUBRULE(this.block),
    });
    if (block === undefined || this.RECORDING_PHASE) this.SUBRULE(this.expression);
  });

  readonly matchExpr: Rule = this.RULE("matchExpr", () => {
    this.CONSUME(t.word("match"));
    this.SUBRULE(this.conditional);
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.startsCase(),
      element: () => this.SUBRULE(this.matchCase),
      separator: "comma",
      called: "a case",
      isToldByElement: () => this.nextIs(ELSE),
    });
  });

  readonly matchCase: Rule = this.RULE("matchCase", () => {
    const previous = this.LA(0);
    this.SUBRULE(this.patterns);
    this.caseArrow(previous);
    this.SUBRULE(this.expression);
  });

  /** `"a", "b"` or `else` */
  readonly patterns: Rule = this.RULE("patterns", () => {
    const otherwise = this.OPTION(() => this.CONSUME(t.CaseElse));
    if (otherwise !== undefined && !this.RECORDING_PHASE) return;
    // `else drop`: a case all the same, whose arrow is missing.
    if (!this.RECORDING_PHASE && this.nextIs(ELSE)) {
      this.CONSUME(ELSE);
      return;
    }
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.operand);
    });
  });

  /** `=>` between pattern and value. What stands in its place, or nothing, is one mistake with its fix. */
  protected caseArrow(previous: IToken): void {
    if (this.RECORDING_PHASE || this.nextIs(t.FatArrow)) this.CONSUME(t.FatArrow);
    else this.complainOfCaseArrow(previous);
  }

  /** Whether a value is missing, and what stands in its place is the head of the next statement or declaration. */
  private atNextStatement(): boolean {
    if (this.LA(1).tokenType === ELSE) return true;
    const second = this.LA(2).tokenType;
    if (second !== t.StringToken && !t.isName(second)) return false;
    return (t.isName(this.LA(1).tokenType) && this.isBehindName(3)) || this.atDeclaration();
  }

  /** Whether at this place what follows the name of what a statement declares stands: `=`, or `was "old"`. */
  private isBehindName(at: number): boolean {
    const { tokenType } = this.LA(at);
    return tokenType === t.Equals || (tokenType === WAS && this.LA(at + 1).tokenType === t.StringToken);
  }

  /**
   * The name after a point. While someone types `hits.` above a finished line, that line's first word is not the name:
   * where a chain really goes on in the next line, it is indented.
   */
  private member(): void {
    this.name(!this.RECORDING_PHASE && this.startsStatementLine(this.LA(1), this.LA(0)));
  }

  private atLambda(): boolean {
    const type = this.LA(1).tokenType;
    return type === t.LambdaName || type === t.LambdaParen;
  }

  protected startsValue(): boolean {
    // The name of a field or an option may be `else`.
    const isElse = this.LA(1).tokenType === ELSE && this.LA(2).tokenType !== t.Colon;
    return STARTS_VALUE.has(this.LA(1).tokenType) && !isElse;
  }

  private startsElement(): boolean {
    return this.startsValue() || this.LA(1).tokenType === t.Ellipsis;
  }

  protected startsCase(): boolean {
    return this.startsValue() || this.nextIs(t.CaseElse) || this.nextIs(ELSE);
  }
}
