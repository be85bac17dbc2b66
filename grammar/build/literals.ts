import type { IToken } from "chevrotain";
import type { Expr, RegexLiteral, Span, StringLiteral } from "../ast.ts";
import type { QuantityValue } from "../scan/literals.ts";
import type { RegexParts } from "../tokens/tokens.ts";
import { elementSpan } from "./cst.ts";

/** The literal that a token is; `scan` has read its value already. */
export function buildLiteral(token: IToken): Expr {
  const span = elementSpan(token);
  const raw = token.image;
  switch (token.tokenType.name) {
    case "Quantity":
      return buildQuantity(token.payload as QuantityValue, span, raw);
    case "TimestampToken":
      return { kind: "TimestampLiteral", span, value: token.payload as number, raw };
    case "RegexToken":
      return buildRegex(token.payload as RegexParts, span);
    case "WordTrue":
      return { kind: "BoolLiteral", span, value: true };
    case "WordFalse":
      return { kind: "BoolLiteral", span, value: false };
    case "WordNull":
      return { kind: "NullLiteral", span };
    default:
      return buildString(token, span);
  }
}

/** The string that a token is; an empty one behind `at` where there is none. */
export function buildString(token: IToken | undefined, at: Span): StringLiteral {
  const span = token === undefined ? { start: at.end, end: at.end } : elementSpan(token);
  return { kind: "StringLiteral", span, value: (token?.payload as string | undefined) ?? "", raw: token?.image ?? "" };
}

function buildQuantity({ kind, value, float }: QuantityValue, span: Span, raw: string): Expr {
  if (kind === "duration") return { kind: "DurationLiteral", span, value, raw };
  if (kind === "size") return { kind: "SizeLiteral", span, value, raw };
  return { kind: "NumberLiteral", span, value, float, raw };
}

function buildRegex({ pattern, flags }: RegexParts, span: Span): RegexLiteral {
  return { kind: "RegexLiteral", span, pattern, flags: flags ?? "" };
}
