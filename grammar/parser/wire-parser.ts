import { EOF, type IToken } from "chevrotain";
import { ROLE_WORDS, TEST_WORDS } from "../tokens/keywords.ts";
import * as t from "../tokens/tokens.ts";
import { ExpressionParser } from "./expression-parser.ts";
import type { Rule } from "./recovering-parser.ts";

const ELSE = t.word("else");

/** The rules of what stands in the braces of an agent, a stream and a test. */
export abstract class WireParser extends ExpressionParser {
  /** How many cases of a `route` the next token stands in. */
  #cases = 0;

  protected override begin(tokens: IToken[], text: string): void {
    this.#cases = 0;
    super.begin(tokens, text);
  }

  readonly agentMember: Rule = this.RULE("agentMember", () => {
    const component = this.OPTION({
      GATE: () => this.atComponent(),
      DEF: () => this.SUBRULE(this.component),
    });
    if (component === undefined || this.RECORDING_PHASE) this.SUBRULE(this.wire);
  });

  readonly streamMember: Rule = this.RULE("streamMember", () => {
    const binding = this.OPTION({ GATE: () => this.atLet(), DEF: () => this.SUBRULE(this.letStmt) });
    if (binding === undefined || this.RECORDING_PHASE) this.SUBRULE(this.wire);
  });

  /** `source r1 = netcat(…)`; a misspelt role counts where no name can stand before another one. */
  readonly component: Rule = this.RULE("component", () => {
    const role = this.CONSUME(t.Identifier, { LABEL: "role" });
    if (!(ROLE_WORDS as readonly string[]).includes(role.image) && !this.RECORDING_PHASE) {
      this.complainOfWord(role, "the start of a component", ROLE_WORDS);
    }
    this.name();
    this.OPTION(() => this.SUBRULE(this.was));
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  /** `a -> b -> c` */
  readonly wire: Rule = this.RULE("wire", () => {
    this.SUBRULE(this.expression);
    this.MANY(() => {
      this.CONSUME(t.Arrow);
      this.SUBRULE(this.target);
    });
  });

  /** What an arrow leads to, and behind `else` where that sends what it refuses. */
  readonly target: Rule = this.RULE("target", () => {
    this.SUBRULE(this.place);
    this.OPTION({
      GATE: () => !this.atElseCase(),
      DEF: () => this.SUBRULE(this.elseHandler),
    });
  });

  /** In a `route`, `else drop` in a line of its own is the case whose comma and arrow were forgotten. */
  private atElseCase(): boolean {
    return this.#cases > 0 && this.startsLine(this.LA(1)) && this.LA(2).tokenType !== t.Arrow;
  }

  readonly place: Rule = this.RULE("place", () => {
    const special = this.OPTION(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.route) },
        { ALT: () => this.SUBRULE(this.fanOut) },
        { ALT: () => this.CONSUME(t.word("drop")) },
      ]),
    );
    if (special !== undefined && !this.RECORDING_PHASE) return;
    this.SUBRULE(this.operand);
    this.OPTION2(() => this.CONSUME(t.Question));
  });

  readonly fanOut: Rule = this.RULE("fanOut", () => {
    const opening = this.CONSUME(t.LeftBracket);
    this.list(opening, t.RightBracket, {
      starts: () => this.startsValue(),
      element: () => this.SUBRULE(this.target),
      separator: "comma",
      called: "a target",
    });
  });

  readonly route: Rule = this.RULE("route", () => {
    this.CONSUME(t.word("route"));
    this.SUBRULE(this.expression);
    const opening = this.CONSUME(t.LeftBrace);
    this.list(opening, t.RightBrace, {
      starts: () => this.startsCase(),
      element: () => this.SUBRULE(this.routeCase),
      separator: "comma",
      called: "a case",
      isToldByElement: () => this.nextIs(ELSE),
    });
  });

  readonly routeCase: Rule = this.RULE("routeCase", () => {
    const previous = this.LA(0);
    this.SUBRULE(this.patterns);
    this.caseArrow(previous);
    this.#cases++;
    this.SUBRULE(this.target);
    this.#cases--;
  });

  readonly testMember: Rule = this.RULE("testMember", () => {
    const found = this.OPTION(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.givenStmt) },
        { ALT: () => this.SUBRULE(this.advanceStmt) },
        { ALT: () => this.SUBRULE(this.expectStmt) },
      ]),
    );
    if (found === undefined || this.RECORDING_PHASE) this.SUBRULE(this.letStmt);
  });

  readonly givenStmt: Rule = this.RULE("givenStmt", () => {
    this.CONSUME(t.word("given"));
    this.SUBRULE(this.operand);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  readonly advanceStmt: Rule = this.RULE("advanceStmt", () => {
    this.CONSUME(t.word("advance"));
    this.SUBRULE(this.expression);
  });

  /** The `==` of an expectation is read as the operator of its expression, and found again in `build/`. */
  readonly expectStmt: Rule = this.RULE("expectStmt", () => {
    this.CONSUME(t.word("expect"));
    this.SUBRULE(this.conditional);
    this.OPTION(() => {
      this.CONSUME(t.word("contains"));
      this.SUBRULE2(this.conditional, { LABEL: "expected" });
    });
    this.OPTION2(() => {
      this.CONSUME(t.word("fails"), { LABEL: "fails" });
      this.OPTION3(() => this.CONSUME(t.StringToken));
    });
  });

  protected atComponent(): boolean {
    return this.atStatement(ROLE_WORDS);
  }

  /** A test holds nothing but statements, so each of their words begins one whatever follows. */
  protected atTestMember(): boolean {
    const first = this.LA(1);
    return first.tokenType !== EOF && (TEST_WORDS as readonly string[]).includes(first.image);
  }
}
