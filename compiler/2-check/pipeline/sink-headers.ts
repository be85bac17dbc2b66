/** What the escapes of a sink's options are filled from: headers of the events that come to it. */
import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import type { Known } from "../../model/known.ts";
import { messages } from "../../model/messages/messages.ts";
import { knownOptions } from "../call/component.ts";
import { type CheckContext, type Env, recordHeaders, renameFix, report } from "../context/context.ts";
import { type Escape, readEscapes } from "../value/escapes.ts";
import { behind, type Headers } from "./headers.ts";

/** Where an escape stands. */
interface Place {
  readonly env: Env;
  readonly call: CallExpr;
  readonly component: string;
  readonly option: string;
  /** Null for a default. */
  readonly value: Expr | null;
}

/** Headers that the sinks of rejects are given beside those of the event. */
const REJECT_HEADERS = ["reason", "place"];

/** Reports escapes that nothing on the way can fill: `needs timestamp for path`, and `%{tenant}`. */
export function checkSinkHeaders(
  context: CheckContext,
  at: { readonly env: Env; readonly inStream: boolean },
  call: CallExpr,
  arriving: Headers,
): void {
  const bound = context.calls.get(call);
  if (bound?.callee.kind !== "extern" || !arriving.understood) return;
  const { declaration } = bound.callee;
  const known = knownOptions(context, call);
  const headers = behind(context, arriving, call);
  recordHeaders(context, call, headers);
  const isGiven = (option: string): boolean => bound.args.some(({ name, value }) => name === option && value !== null);
  const filled = declaration.checks.flatMap(({ kind, param }) => (kind === "escapes" ? [param] : []));
  for (const option of filled) {
    const arg = bound.args.find(({ name, spreadField }) => name === option && spreadField === null);
    const place = { env: at.env, call, component: declaration.name, option, value: arg?.value ?? null };
    const escapes = textsOf(place.value, known.get(option)).flatMap((text) => readEscapes(text).found);
    for (const need of declaration.needs) {
      const isMet =
        headers.sure.has(need.header) ||
        need.unless.some((one) => known.get(one) === true || (isGiven(one) && known.get(one) === undefined));
      const time = escapes.find(({ kind }) => kind === "time");
      if (isMet || !need.for.includes(option) || time === undefined) continue;
      reportNeed(context, place, need, time, headers.possible);
    }
    const { possible } = headers;
    if (possible === null) continue;
    for (const one of escapes) {
      const isSet = possible.has(one.name) || REJECT_HEADERS.includes(one.name);
      if (one.kind === "header" && !isSet) reportUnset(context, place, one, possible, at.inStream);
    }
  }
}

/** Of a template that is not known as a whole its texts are. */
function textsOf(value: Expr | null, known: Known | undefined): readonly string[] {
  return value?.kind === "TemplateLiteral" ? value.texts : typeof known === "string" ? [known] : [];
}

function reportNeed(
  context: CheckContext,
  { env, call, component, option, value }: Place,
  need: { readonly header: string; readonly unless: readonly string[] },
  time: Escape,
  possible: ReadonlySet<string> | null,
): void {
  const without = need.unless.includes("useLocalTimeStamp") ? ", or set `useLocalTimeStamp: true`" : "";
  const help = `\`${time.text}\` is filled from it. Put \`.${need.header}()\` on the wire: \`source.${need.header}() -> …\`${without}.`;
  const which = possible?.has(need.header) === false ? "no event here has" : "an event here may lack";
  const reported = messages.report("FLOW4005", { option, component, header: need.header, which, help });
  report(context, env, value?.span ?? call.span, reported);
}

function reportUnset(
  context: CheckContext,
  { env, call, component, option, value }: Place,
  { text, name }: Escape,
  possible: ReadonlySet<string>,
  inStream: boolean,
): void {
  const near = suggest(name, [...possible]);
  const how = inStream
    ? `Elements of a stream have no headers: say what it is filled from, \`headers: x => [("${name}", x.…)].toMap()\`.`
    : `Set it on the wire: \`.header("${name}", e => …)\`.`;
  const help = near === null ? how : `Did you mean \`%{${near}}\`?`;
  const span = value?.span ?? call.span;
  const written = value === null ? "" : env.unit.text.slice(span.start, span.end);
  const start = written.indexOf(text);
  const isOnce = near !== null && start !== -1 && written.indexOf(text, start + 1) === -1;
  const inner = { start: span.start + start + 2, end: span.start + start + 2 + name.length };
  const fixes = isOnce ? [renameFix(inner, near)] : [];
  report(context, env, isOnce ? inner : span, messages.report("FLOW4019", { header: name, option, component, help }), {
    fixes,
  });
}
