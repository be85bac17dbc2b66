/** What the head of a stream says of its pace: `overrun merge maxRate 1000 maxRatePerPartition 100 backpressure`. */
import type { Expr, StreamDecl } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import { messages } from "../../model/messages/messages.ts";
import { primitive } from "../../model/types/construct.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { expectType } from "../value/expect.ts";
import { checkNumber } from "./check-number.ts";

/** What may stand behind `overrun`. */
export const OVERRUNS: readonly string[] = ["queue", "merge"];

/** Checks the pace of a stream. */
export function checkPace(context: CheckContext, decl: StreamDecl, env: Env): void {
  const { overrun, maxRate, maxRatePerPartition } = decl;
  if (overrun !== null && overrun.text !== "" && !OVERRUNS.includes(overrun.text)) {
    const near = suggest(overrun.text, OVERRUNS);
    const edits = near === null ? [] : [{ span: overrun.span, text: near }];
    const fixes = near === null ? [] : [{ title: `Write \`${near}\``, edits, safe: true }];
    report(context, env, overrun.span, messages.report("FLOW4085", { name: overrun.text }), { fixes });
  }
  checkRate(context, maxRate, "maxRate", env);
  checkRate(context, maxRatePerPartition, "maxRatePerPartition", env);
}

function checkRate(context: CheckContext, rate: Expr | null, word: string, env: Env): void {
  if (rate === null) return;
  const int = primitive("int");
  expectType(context, env, { node: rate, found: context.check(rate, int, env), wanted: int, where: `\`${word}\`` });
  checkNumber(context, env, {
    word,
    value: rate,
    type: int,
    least: ">",
    fault: () => messages.report("FLOW4086", { word }),
  });
}
