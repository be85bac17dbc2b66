import * as t from "../tokens/tokens.ts";
import { RecoveringParser, type Rule } from "./recovering-parser.ts";

/** The rules of types, and of the parameters that types alone need. */
export abstract class TypeParser extends RecoveringParser {
  /** `A`, `| "a" | "b"` */
  readonly type: Rule = this.RULE("type", () => {
    this.OPTION(() => this.CONSUME(t.Bar));
    this.SUBRULE(this.postfixType);
    this.MANY(() => {
      this.CONSUME2(t.Bar);
      this.SUBRULE2(this.postfixType);
    });
  });

  /** `T`, `T[]`, `T?`, `T!` */
  readonly postfixType: Rule = this.RULE("postfixType", () => {
    const found = this.OPTION({
      GATE: () => !this.atDeclaration(),
      DEF: () =>
        this.OR([
          { ALT: () => this.SUBRULE(this.literalType) },
          { ALT: () => this.SUBRULE(this.namedType) },
          { ALT: () => this.SUBRULE(this.groupedType) },
          { ALT: () => this.SUBRULE(this.recordType) },
        ]),
    });
    if (found === undefined || this.RECORDING_PHASE) this.CONSUME(t.MissingType);
    this.MANY({
      GATE: () => this.LA(1).tokenType !== t.LeftBracket || this.LA(2).tokenType === t.RightBracket,
      DEF: () =>
        this.OR2([
          { ALT: () => this.CONSUME(t.Question) },
          { ALT: () => this.CONSUME(t.Not) },
          {
            ALT: () => {
              this.CONSUME(t.LeftBracket);
              this.CONSUME(t.RightBracket);
            },
          },
        ]),
    });
  });

  readonly literalType: Rule = this.RULE("literalType", () => {
    this.OPTION(() => this.CONSUME(t.Minus));
    this.CONSUME(t.Literal);
  });

  readonly namedType: Rule = this.RULE("namedType", () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.typeArguments));
  });

  readonly typeArguments: Rule = this.RULE("typeArguments", () => {
    this.CONSUME(t.Less);
    this.SUBRULE(this.type);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.type);
    });
    this.CONSUME(t.Greater);
  });

  readonly typeParameters: Rule = this.RULE("typeParameters", () => {
    this.CONSUME(t.Less);
    this.SUBRULE(this.typeParameter);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.typeParameter);
    });
    this.CONSUME(t.Greater);
  });

  readonly typeParameter: Rule = this.RULE("typeParameter", () => this.name());

  /** `(A, B)`, `(A)`, `(a: A, B) => C` */
  readonly groupedType: Rule = this.RULE("groupedType", () => {
    const opening = this.CONSUME(t.LeftParen);
    this.list(opening, t.RightParen, {
      starts: () => this.startsType(),
      element: () => this.SUBRULE(this.typeElement),
      separator: "comma",
      called: "a type",
    });
    this.OPTION(() => {
      this.CONSUME(t.FatArrow);
      this.SUBRULE(this.type);
    });
  });

  readonly typeElement: Rule = this.RULE("typeElement", () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon,
      DEF: () => {
        this.CONSUME(t.Identifier);
        this.CONSUME(t.Colon);
      },
    });
    this.SUBRULE(this.type);
  });

  readonly recordType: Rule = this.RULE("recordType", () => {
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.nextIs(t.Identifier),
      element: () => this.SUBRULE(this.fieldType),
      separator: "optional comma",
      called: "a field",
    });
  });

  readonly fieldType: Rule = this.RULE("fieldType", () => {
    this.OPTION2({
      GATE: () => t.isName(this.LA(2).tokenType),
      DEF: () => this.CONSUME(t.word("pii")),
    });
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.CONSUME(t.Question));
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
  });

  protected startsType(): boolean {
    const next = this.LA(1);
    return [t.Identifier, t.Literal, t.LeftParen, t.LeftBrace, t.Bar, t.Minus].some((type) => this.is(next, type));
  }
}
