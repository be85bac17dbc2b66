import { type CstNode, EOF, type IToken, type TokenType } from "chevrotain";
import type { Problem } from "../messages.ts";
import type { Partner } from "../scan/brackets.ts";
import { isDeclarationWord } from "../tokens/declaration-start.ts";
import { CLAUSE_WORDS, DECLARATION_WORDS, EXTERN_WORDS, ROLE_WORDS, TEST_WORDS } from "../tokens/keywords.ts";
import * as t from "../tokens/tokens.ts";
import type { Rule } from "./recovering-parser.ts";
import { WireParser } from "./wire-parser.ts";

const FROM = t.word("from");
const ENDS_ARGUMENTS: ReadonlySet<string> = new Set([...CLAUSE_WORDS, "for", "unless"]);
const AFTER_RECEIVER: ReadonlySet<TokenType> = new Set([t.Dot, t.QuestionDot, t.LeftBracket, t.Question, t.Not]);

/** The grammar of the language: declarations, and below them wires, expressions and types. */
export class FlowParser extends WireParser {
  #handOver: (declaration: CstNode) => void = () => {};

  /** `skipValidations` spares the checks of the grammar itself, which belong into a test. */
  constructor(skipValidations: boolean) {
    super(skipValidations);
    this.performSelfAnalysis();
  }

  /**
   * Reads a whole file and hands over its declarations one by one, so that none of Chevrotain's large trees lives long
   * enough to cost the garbage collector anything. Returns what is wrong with the structure.
   */
  parseFile(tokens: IToken[], text: string, each: (declaration: CstNode) => void): readonly Problem[] {
    this.begin(tokens, text);
    this.#handOver = each;
    this.sourceFile();
    this.complainOfRest();
    return this.problems;
  }

  readonly sourceFile: Rule = this.RULE("sourceFile", () => {
    const readDeclaration = () => {
      const declaration = this.SUBRULE(this.declaration);
      if (this.RECORDING_PHASE) return;
      this.#handOver(declaration);
      Object.assign(declaration, { children: {} });
    };
    if (this.RECORDING_PHASE) this.MANY(readDeclaration);
    while (this.LA(1).tokenType !== EOF) {
      if (isDeclarationWord(this.LA(1))) readDeclaration();
      else this.skipStray();
    }
  });

  private skipStray(): void {
    this.complainOfStray("a declaration", [...DECLARATION_WORDS, "pub"]);
    while (this.LA(1).tokenType !== EOF && !this.atDeclaration()) this.SKIP_TOKEN();
  }

  readonly declaration: Rule = this.RULE("declaration", () => {
    this.OPTION(() => this.CONSUME(t.word("pub")));
    const found = this.OPTION2(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.importDecl) },
        { ALT: () => this.SUBRULE(this.typeDecl) },
        { ALT: () => this.SUBRULE(this.valueDecl) },
        { ALT: () => this.SUBRULE(this.fnDecl) },
        { ALT: () => this.SUBRULE(this.topicDecl) },
        { ALT: () => this.SUBRULE(this.tableDecl) },
        { ALT: () => this.SUBRULE(this.agentDecl) },
        { ALT: () => this.SUBRULE(this.streamDecl) },
        { ALT: () => this.SUBRULE(this.testDecl) },
        { ALT: () => this.SUBRULE(this.externDecl) },
      ]),
    );
    if (found === undefined || this.RECORDING_PHASE) this.CONSUME(t.MissingDeclaration);
  });

  readonly importDecl: Rule = this.RULE("importDecl", () => {
    this.CONSUME(t.word("import"));
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.nextIs(t.Identifier),
      element: () => this.CONSUME(t.Identifier),
      separator: "comma",
      called: "a name",
    });
    this.CONSUME(FROM);
    this.CONSUME(t.StringToken);
  });

  readonly typeDecl: Rule = this.RULE("typeDecl", () => {
    this.CONSUME(t.word("type"));
    this.name();
    this.OPTION(() => this.SUBRULE(this.typeParameters));
    this.CONSUME(t.Equals);
    this.SUBRULE(this.type);
  });

  /** `const`, `param` and `secret`; a `param` need not have a value. */
  readonly valueDecl: Rule = this.RULE("valueDecl", () => {
    const word = this.OR([
      { ALT: () => this.CONSUME(t.word("const"), { LABEL: "word" }) },
      { ALT: () => this.CONSUME(t.word("param"), { LABEL: "word" }) },
      { ALT: () => this.CONSUME(t.word("secret"), { LABEL: "word" }) },
    ]);
    this.name();
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    const isBare = word.tokenType === t.word("param") && this.LA(1).tokenType !== t.Equals;
    if (isBare && !this.RECORDING_PHASE) return;
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly fnDecl: Rule = this.RULE("fnDecl", () => {
    this.CONSUME(t.word("fn"));
    this.name();
    this.OPTION(() => this.SUBRULE(this.typeParameters));
    this.SUBRULE(this.parameters);
    this.OPTION2(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    const isBlock = this.LA(1).tokenType === t.Equals && this.LA(2).tokenType === t.BlockBrace;
    if (isBlock) this.skipJunk(" before a body in braces", "A body in braces has no `=`.");
    const block = this.OPTION3(() => this.SUBRULE(this.block));
    if (block !== undefined && !this.RECORDING_PHASE) return;
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly topicDecl: Rule = this.RULE("topicDecl", () => {
    this.CONSUME(t.word("topic"));
    this.name();
    this.OPTION(() => this.SUBRULE(this.was));
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly tableDecl: Rule = this.RULE("tableDecl", () => {
    this.CONSUME(t.word("table"));
    this.name();
    this.CONSUME(t.Colon);
    this.SUBRULE(this.type);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly agentDecl: Rule = this.RULE("agentDecl", () => {
    this.CONSUME(t.word("agent"));
    this.name();
    this.OPTION2(() => this.SUBRULE(this.was));
    this.OPTION(() => this.SUBRULE(this.guarantees));
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.atComponent() || this.startsValue(),
      element: () => this.SUBRULE(this.agentMember),
      separator: "none",
      called: "a component or a wire",
      words: ROLE_WORDS,
    });
  });

  /** `every` and `guarantees` may stand in either order, before what is said of batches that fail. */
  readonly streamDecl: Rule = this.RULE("streamDecl", () => {
    this.CONSUME(t.word("stream"));
    this.name();
    this.OPTION6(() => this.SUBRULE(this.was));
    const claimed = this.OPTION(() => this.SUBRULE(this.guarantees));
    this.CONSUME(t.word("every"));
    const interval = this.OPTION2({
      GATE: () => !this.nextIs(t.LeftBrace),
      DEF: () => this.SUBRULE(this.conditional),
    });
    if (interval === undefined || this.RECORDING_PHASE) this.CONSUME(t.MissingValue);
    this.OPTION3({
      GATE: () => claimed === undefined,
      DEF: () => this.SUBRULE2(this.guarantees),
    });
    this.SUBRULE(this.pace);
    this.OPTION4(() => {
      this.CONSUME(t.word("retries"));
      this.SUBRULE2(this.conditional, { LABEL: "retries" });
    });
    this.OPTION5(() => this.SUBRULE(this.elseHandler));
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.startsValue(),
      element: () => this.SUBRULE(this.streamMember),
      separator: "none",
      called: "a `let` or a wire",
      words: ["let"],
    });
  });

  readonly guarantees: Rule = this.RULE("guarantees", () => {
    this.CONSUME(t.word("guarantees"));
    this.name();
  });

  /** What a stream does that is behind, each part where it is wanted. */
  readonly pace: Rule = this.RULE("pace", () => {
    this.OPTION(() => this.SUBRULE(this.overrun));
    this.OPTION2(() => {
      this.CONSUME(t.word("maxRate"));
      this.SUBRULE(this.conditional, { LABEL: "maxRate" });
    });
    this.OPTION3(() => {
      this.CONSUME(t.word("maxRatePerPartition"));
      this.SUBRULE2(this.conditional, { LABEL: "maxRatePerPartition" });
    });
    this.OPTION4(() => this.CONSUME(t.word("backpressure"), { LABEL: "backpressure" }));
  });

  readonly overrun: Rule = this.RULE("overrun", () => {
    this.CONSUME(t.word("overrun"));
    this.name();
  });

  readonly testDecl: Rule = this.RULE("testDecl", () => {
    this.CONSUME(t.word("test"));
    this.CONSUME(t.StringToken);
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.atTestMember(),
      element: () => this.SUBRULE(this.testMember),
      separator: "none",
      called: "a statement of a test",
      words: TEST_WORDS,
    });
  });

  readonly externDecl: Rule = this.RULE("externDecl", () => {
    this.CONSUME(t.word("extern"));
    const kind = this.OPTION6({
      GATE: () => !this.atMarginDeclaration(),
      DEF: () => this.CONSUME(t.Identifier, { LABEL: "kind" }),
    });
    const isKnown = kind === undefined || (EXTERN_WORDS as readonly string[]).includes(kind.image);
    if (!isKnown && !this.RECORDING_PHASE) this.complainOfWord(kind, "a kind of extern declaration", EXTERN_WORDS);
    this.OPTION({ GATE: () => this.atReceiver(), DEF: () => this.SUBRULE(this.receiver) });
    this.name();
    this.OPTION2(() => this.SUBRULE(this.typeParameters));
    this.OPTION3(() => this.SUBRULE(this.parameters));
    this.OPTION4(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.MANY({ GATE: () => this.atClause(), DEF: () => this.SUBRULE(this.clause) });
    this.OPTION5({
      GATE: () => this.atFrom(),
      DEF: () => {
        this.CONSUME(FROM);
        this.CONSUME(t.StringToken);
      },
    });
  });

  /** `DStream<(K, V)>.`; the lexer takes the point after `T?` for half of `?.`. */
  readonly receiver: Rule = this.RULE("receiver", () => {
    this.SUBRULE(this.postfixType);
    const nullable = this.OPTION(() => this.CONSUME(t.QuestionDot));
    if (nullable === undefined || this.RECORDING_PHASE) this.CONSUME(t.Dot);
  });

  readonly clause: Rule = this.RULE("clause", () => {
    this.CONSUME(t.Identifier);
    this.OPTION({ GATE: () => this.atClauseArgument(), DEF: () => this.SUBRULE(this.clauseArguments) });
    this.OPTION4(() => this.CONSUME(t.StringToken));
    this.OPTION2(() => {
      this.CONSUME(t.word("for"));
      this.SUBRULE2(this.clauseArguments, { LABEL: "for" });
    });
    this.OPTION3(() => {
      this.CONSUME(t.word("unless"));
      this.SUBRULE3(this.clauseArguments, { LABEL: "unless" });
    });
  });

  readonly clauseArguments: Rule = this.RULE("clauseArguments", () => {
    this.SUBRULE(this.conditional);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.conditional);
    });
  });

  private atReceiver(): boolean {
    const [first, second] = [this.LA(1), this.LA(2)];
    if (first.tokenType === t.LeftParen || first.tokenType === t.LambdaParen) return true;
    if (second.tokenType !== t.Less) return AFTER_RECEIVER.has(second.tokenType);
    const after = (second.payload as Partner).after;
    return after !== null && AFTER_RECEIVER.has(after);
  }

  private atFrom(): boolean {
    return this.LA(1).tokenType === FROM && this.LA(2).tokenType === t.StringToken;
  }

  private atClause(): boolean {
    return t.isName(this.LA(1).tokenType) && !this.atFrom() && !this.atDeclaration();
  }

  /** Names are words only by their place, so an option called like a clause cannot be a clause's first argument. */
  private atClauseArgument(): boolean {
    return this.startsValue() && !ENDS_ARGUMENTS.has(this.LA(1).image) && !this.atFrom() && !this.atDeclarationHead();
  }
}
