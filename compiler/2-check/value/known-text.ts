/** Texts that are known before the start and mean something: `checks timePattern(pattern), encoding(charset)`. */
import type { Expr } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import type { BoundArgument } from "../../model/checked.ts";
import type { Declaration } from "../../model/declaration.ts";
import { messages } from "../../model/messages/messages.ts";
import { type CheckContext, didYouMean, type Env, renameFix, report } from "../context/context.ts";
import { faultOfAddresses, faultOfUrl } from "./address.ts";
import { readEscapes } from "./escapes.ts";
import { constants, evaluate, knownStart } from "./evaluate.ts";
import { timePatternFault } from "./time-pattern.ts";

/** Reports what the function or component would refuse. */
export function checkTexts(
  context: CheckContext,
  env: Env,
  { checks, name: component }: Declaration,
  args: readonly BoundArgument[],
): void {
  const lookup = constants(context.symbols);
  for (const { kind, param, values } of checks) {
    const expr = args.find((arg) => arg.name === param && arg.spreadField === null)?.value ?? null;
    if (expr === null) continue;
    const text = evaluate(expr, lookup);
    const texts = expr.kind === "TemplateLiteral" ? expr.texts : typeof text === "string" ? [text] : [];
    const place = { env, expr, option: param, component };
    if (kind === "escapes") checkEscapes(context, place, typeof text === "string" ? [text] : texts.slice(0, -1));
    if (kind === "noEscapes") checkNoEscapes(context, place, texts);
    if (kind === "scheme") checkScheme(context, place, knownStart(expr, lookup), text !== undefined, values);
    if (typeof text !== "string") continue;
    if (kind === "scheme") reportAddress(context, place, faultOfUrl(text));
    if (kind === "addresses") reportAddress(context, place, faultOfAddresses(text));
    if (kind === "timePattern") checkTimePattern(context, env, expr, text);
    if (kind === "timeZone") checkTimeZone(context, env, expr, text);
    if (kind === "encoding" || kind === "lineEncoding") checkEncoding(context, env, expr, text, kind);
  }
}

/** Where a text stands. */
interface Place {
  readonly env: Env;
  readonly expr: Expr;
  readonly option: string;
  readonly component: string;
}

/** Of a text that goes on with what is not known yet, the end may be half an escape. */
function checkEscapes(context: CheckContext, { env, expr, option, component }: Place, texts: readonly string[]): void {
  const fault = texts.map((text) => readEscapes(text).fault).find((one) => one !== null);
  if (fault == null) return;
  const parameters = { escape: fault.text, option, component, help: fault.help };
  report(context, env, expr.span, messages.report("FLOW4018", parameters));
}

/** What is written as an escape for another component is not meant to be part of a name. */
function checkNoEscapes(
  context: CheckContext,
  { env, expr, option, component }: Place,
  texts: readonly string[],
): void {
  const first = texts.flatMap((text) => readEscapes(text).found)[0];
  if (first === undefined) return;
  const [path = ""] = texts;
  const place = texts.length === 1 && path.startsWith("/") ? `"file://${path}"` : '"file:///…"';
  const help = `\`hdfs(${place})\` expands escapes, also for files of this machine.`;
  report(context, env, expr.span, messages.report("FLOW4021", { component, escape: first.text, option, help }));
}

function checkScheme(
  context: CheckContext,
  { env, expr, option, component }: Place,
  start: string,
  isWhole: boolean,
  schemes: readonly string[],
): void {
  const found = /^[^/]*:\/\//.exec(start)?.[0] ?? (isWhole ? /^[^:/]*:?/.exec(start)?.[0] : undefined);
  const known = schemes.map((scheme) => `${scheme}://`);
  if (found === undefined || known.includes(found) || !(isWhole || start.includes("://"))) return;
  const near = suggest(found, known);
  const list = known.map((one) => `\`"${one}…"\``).join(", ");
  const isPath = start.startsWith("/") || start.startsWith(".");
  const help = isPath
    ? `Say where that is: \`${option}\` begins with one of ${list}.`
    : didYouMean(near, `\`${option}\` begins with one of ${list}.`);
  const shown = isPath ? start : found;
  report(context, env, expr.span, messages.report("FLOW4020", { component, start: shown, help }));
}

function reportAddress(context: CheckContext, place: Place, fault: ReturnType<typeof faultOfUrl>): void {
  if (fault === null) return;
  const { component, option, expr, env } = place;
  report(context, env, expr.span, messages.report("FLOW4064", { component, option, ...fault }));
}

function checkTimePattern(context: CheckContext, env: Env, expr: Expr, text: string): void {
  const fault = timePatternFault(text);
  if (fault === null) return;
  const { why, better } = fault;
  const help = didYouMean(better, "Letters are those of Java: `yyyy-MM-dd HH:mm:ss`; text goes between `'`.");
  report(context, env, expr.span, messages.report("FLOW3040", { pattern: text, why, help }), fixOf(expr, better));
}

function checkTimeZone(context: CheckContext, env: Env, expr: Expr, zone: string): void {
  if (isTimeZone(zone)) return;
  const near = suggest(zone, Intl.supportedValuesOf("timeZone"));
  const help = didYouMean(near, "Names are those of the tz database, such as `Europe/Prague`, and `UTC`.");
  report(context, env, expr.span, messages.report("FLOW3041", { zone, help }), fixOf(expr, near));
}

/** Those that are in use, to name one that is near to what somebody wrote; there are many more. */
const USUAL_ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "iso-8859-1",
  "iso-8859-2",
  "iso-8859-15",
  "windows-1250",
].concat([
  "windows-1251",
  "windows-1252",
  "ascii",
  "latin1",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "gbk",
  "gb18030",
  "big5",
  "koi8-r",
]);

/** `lineEncoding`: text in it must be divisible into lines before it is decoded from its start. */
function checkEncoding(
  context: CheckContext,
  env: Env,
  expr: Expr,
  encoding: string,
  kind: "encoding" | "lineEncoding",
): void {
  const name = encodingName(encoding);
  if (name === null) {
    const near = suggest(encoding.toLowerCase(), USUAL_ENCODINGS);
    const help = didYouMean(near, "Names are those of the WHATWG standard, such as `utf-8`, `utf-16le`, `iso-8859-2`.");
    report(context, env, expr.span, messages.report("FLOW4030", { encoding, help }), fixOf(expr, near));
  } else if (kind === "lineEncoding" && name === "iso-2022-jp") {
    report(context, env, expr.span, messages.report("FLOW4031", { encoding }));
  }
}

/** Null for what is no label of an encoding. */
function encodingName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** Only what is written here can be mended here. */
function fixOf(expr: Expr, better: string | null) {
  const isWritten = expr.kind === "StringLiteral" && better !== null;
  return isWritten ? { fixes: [renameFix(expr.span, JSON.stringify(better))] } : {};
}

/** An offset as Java takes it: `GMT+8`, `GMT-05:30`. */
const OFFSET = /^GMT[+-](?:[01]?\d|2[0-3])(?::?[0-5]\d)?$/;

function isTimeZone(name: string): boolean {
  if (OFFSET.test(name)) return true;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
