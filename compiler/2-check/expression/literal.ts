import type { Literal, RegexLiteral, StringLiteral, TemplateLiteral } from "../../../grammar/ast.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { BOOL, ERROR, FLOAT, generic, INT, NULL, primitive, printable, STRING } from "../../model/types/construct.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, report, use } from "../context/context.ts";
import { lookUp } from "../value/name.ts";
import { reportUnhandled } from "../value/unhandled.ts";
import { regexGroups } from "./regex.ts";
import { checkRegexTime } from "./regex-time.ts";

/** What Python and C# insert into a text: `{name}`, `{user.name}`. */
const BRACED = /(?<![$%{])\{\s*([A-Za-z_]\w*)(?:\.\w+)*\s*\}/g;

/** A literal has its base type, or its own where a union of literals is expected. */
export function checkLiteral(context: CheckContext, expr: Literal, expected: Type | null, env: Env): Type {
  switch (expr.kind) {
    case "NumberLiteral":
      // The parser has said that it is too large.
      if (!expr.float && !Number.isSafeInteger(expr.value)) return ERROR;
      if (expr.float) return FLOAT;
      return wantsLiteral(expected) ? { kind: "literal", value: expr.value } : INT;
    case "StringLiteral":
      checkNoTemplate(context, expr, env);
      checkNoShell(context, expr, env);
      return wantsLiteral(expected) ? { kind: "literal", value: expr.value } : STRING;
    case "BoolLiteral":
      return BOOL;
    case "NullLiteral":
      return NULL;
    case "DurationLiteral":
      return primitive("duration");
    case "SizeLiteral":
      return primitive("size");
    case "TimestampLiteral":
      return Number.isNaN(expr.value) ? ERROR : primitive("timestamp");
    case "RegexLiteral":
      return checkRegex(context, expr, env);
  }
}

/**
 * `"Hello, ${name}"`, where there is a `name`: most who write that mean its value. So do those who write `"Hello, {name}"`, as in
 * Python and C#, where the `name` is near.
 */
function checkNoTemplate(context: CheckContext, { value, raw, span }: StringLiteral, env: Env): void {
  if (!value.includes("{")) return;
  const meant = [...value.matchAll(/\$\{\s*([A-Za-z_]\w*)/g)].flatMap(([, name = ""]) =>
    valueNamed(context, name, env),
  );
  const isNear = ({ kind }: FlowSymbol) => kind === "parameter" || kind === "let";
  const braced = [...value.matchAll(BRACED)].flatMap(([, name = ""]) => valueNamed(context, name, env).filter(isNear));
  const name = (meant[0] ?? braced[0])?.decl.name.text;
  if (name === undefined) return;
  // That it is unused would be said of the same mistake.
  for (const symbol of [...meant, ...braced]) use(context, env, symbol);
  const inBackticks = raw.slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`");
  const isBraced = (found: string) => braced.some(({ decl }) => decl.name.text === found);
  const text = `\`${inBackticks.replace(BRACED, (all, found: string) => (isBraced(found) ? `$${all}` : all))}\``;
  const fix = { title: `Write ${text}`, edits: [{ span, text }], safe: false };
  const written = meant.length > 0 ? `$\{${name}}` : `{${name}}`;
  report(context, env, span, messages.report("FLOW3043", { written, name, example: `\`\` ${text} \`\`` }), {
    fixes: [fix],
  });
}

/** `"$HOME/logs"` and `"~/logs"` are names of files as a shell takes them. */
function checkNoShell(context: CheckContext, { value, span }: StringLiteral, env: Env): void {
  const [written, braced, bare] = /^(?:\$\{([A-Za-z_]\w*)\}|\$([A-Z_][A-Z0-9_]*)|~)(?=\/)/.exec(value) ?? [];
  const name = braced ?? bare ?? "HOME";
  if (written === undefined || /\s/.test(value) || valueNamed(context, name, env).length > 0) return;
  const rest = value.slice(written.length);
  const param = name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const help = `Declare \`param ${param}: string = env("${name}") else "…"\`, and write \`\` \`\${${param}}${rest}\` \`\`.`;
  report(context, env, span, messages.report("FLOW3151", { written, help }));
}

function valueNamed(context: CheckContext, name: string, env: Env): FlowSymbol[] {
  const symbol = lookUp(context, name, env);
  return symbol === null || symbol.kind === "type" || symbol.kind === "extern" ? [] : [symbol];
}

function wantsLiteral(expected: Type | null): boolean {
  if (expected === null) return false;
  if (expected.kind === "nullable" || expected.kind === "fallible") return wantsLiteral(expected.type);
  return expected.kind === "literal" || expected.kind === "union";
}

function checkRegex(context: CheckContext, expr: RegexLiteral, env: Env): Type {
  const result = regexGroups(expr.pattern, expr.flags);
  if (typeof result === "string") {
    report(context, env, expr.span, messages.report("FLOW3011", { reason: result }));
    return ERROR;
  }
  checkRegexTime(context, expr, env);
  return generic("Regex", { kind: "record", fields: result });
}

/** A template takes whatever prints in one obvious way: texts, numbers, truth values, and times. */
export function checkTemplate(context: CheckContext, expr: TemplateLiteral, env: Env): Type {
  for (const value of expr.values) {
    const found = context.check(value, null, env);
    if (printable(found)) continue;
    if (found.kind === "secret") {
      const name = value.kind === "NameExpr" ? `\`${value.text}\`` : "this";
      report(context, env, value.span, messages.report("FLOW4008", { name, where: "the text" }));
    } else if (!reportUnhandled(context, env, value, found)) {
      const help = "Put its parts in, one by one.";
      const parameters = { where: "a template", wanted: "string", found: show(found), help };
      report(context, env, value.span, messages.report("FLOW3001", parameters));
    }
  }
  return STRING;
}
