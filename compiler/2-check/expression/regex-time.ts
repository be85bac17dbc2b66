import type { RegexLiteral } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { ambiguityOfLiteral, rewritingOfLiteral } from "../../regex/ambiguity-of-literal.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";

/** Warns of an expression on which some text keeps the program busy for longer than anybody waits. */
export function checkRegexTime(context: CheckContext, expr: RegexLiteral, env: Env): void {
  const ambiguity = ambiguityOfLiteral(expr);
  if (ambiguity === null || ambiguity.degree === null) return;
  const rewriting = rewritingOfLiteral(expr);
  const text = rewriting === null ? null : `/${rewriting.pattern}/${expr.flags}`;
  const fixes =
    text === null
      ? []
      : [{ title: `Write ${text}`, edits: [{ span: expr.span, text }], safe: rewriting!.capturesSame }];
  const parameters = {
    time: timeOf(ambiguity.degree),
    text: [...new Set(ambiguity.text.map(({ repeated }) => JSON.stringify(repeated)))].join(", then "),
    help: text === null ? HELP : `Write \`${text}\`, which matches the same texts in linear time.`,
  };
  report(context, env, expr.span, messages.report("FLOW3065", parameters), { fixes });
}

const HELP =
  "Let no two neighbouring repetitions match the same characters, and begin with `^`, `\\b` or a character that the first repetition excludes.";

function timeOf(degree: number): string {
  if (degree === Number.POSITIVE_INFINITY) return "exponential time";
  if (degree === 2) return "quadratic time";
  return degree === 3 ? "cubic time" : `time that grows with power ${degree} of the length`;
}
