/** Interceptors as the operators of a wire. */
import { didYouMean, suggest } from "../../../grammar/did-you-mean.ts";
import type { ImportContext } from "./context.ts";
import { findType, readKeys } from "./known/flume-type.ts";
import { interceptors as TYPES } from "./known/inventory.ts";
import { counterpart } from "./library.ts";
import { textLiteral } from "./literals.ts";
import { keyOf } from "./mend.ts";
import { type Described, optionCode } from "./option-code.ts";
import { patternOf } from "./patterns.ts";
import type { Property } from "./read/properties.ts";
import { regexLiteral, replacementOf, withGroupNames } from "./regex-literal.ts";

/** `.timestamp().host(useIP: false)`, in the order of the list; null where Flume drops the source for one of them. */
export function interceptorCode(context: ImportContext, source: Described): string | null {
  const list = source.options.get("interceptors");
  if (list === undefined) return "";
  const codes = list.value.split(/\s+/).map((name) => interceptor(context, source, list, name));
  return codes.every((code) => code !== null) ? codes.join("") : null;
}

function interceptor(context: ImportContext, source: Described, list: Property, name: string): string | null {
  const lead = `interceptors.${name}.`;
  const own = [...source.options].filter(([key]) => key.startsWith(lead));
  const options = new Map(own.map(([key, one]) => [key.slice(lead.length), one]));
  const line = options.get("type") ?? list;
  const written = options.get("type")?.value;
  const type = findType(TYPES, written ?? "");
  const { findings } = context;
  if (type === null) {
    const isClass = written?.includes(".") === true;
    const what = written === undefined ? `\`${name}\` has no \`type\`` : `there is no interceptor \`${written}\``;
    if (isClass) {
      findings.add("unsupported", line, source.path, ownClass(written, "`extern operator`"));
      return "";
    }
    const names = TYPES.flatMap((known) => known.names);
    const meant = didYouMean(suggest(written ?? "", names));
    findings.add("never ran", line, source.path, `${what}, so Flume drops the source${meant}`);
    return null;
  }
  const part = counterpart(context.stdlib, "operator", type);
  if (part === null || type.keys === null) {
    findings.add("unsupported", line, source.path, `there is no interceptor like \`${written}\` here`);
    return "";
  }
  const keys = [...readKeys("type"), ...type.keys];
  const missing = keys.find((key) => key.required && !options.has(key.name));
  if (missing !== undefined) {
    findings.add("never ran", line, source.path, `\`${lead}${missing.name}\` is missing, so Flume drops the source`);
    return null;
  }
  const names = keys.map((key) => key.name);
  for (const [key, one] of options) {
    if (keyOf(keys, key) !== null) continue;
    const meant = didYouMean(suggest(key, names));
    findings.add("ignored", one, source.path, `Flume knows no option \`${key}\` of \`${written}\`${meant}`);
  }
  const path = `${source.path}.interceptors.${name}`;
  const described = { path: source.path, at: line, options: renamed(options, path), keys };
  const special = SPECIAL[type.name];
  if (special !== undefined) return special(context, described);
  return `.${part.name}(${optionCode(context, described, part, (key) => key === "type").join(", ")})`;
}

/** Classes of the user's own, with where to go on. */
export function ownClass(name: string, what: string): string {
  return `\`${name}\` is a class of your own: write it as an ${what} in TypeScript (docs/connectors.md)`;
}

/** With keys as messages show them. */
function renamed(options: ReadonlyMap<string, Property>, path: string): ReadonlyMap<string, Property> {
  return new Map([...options].map(([key, one]) => [key, { ...one, key: `${path}.${key}` }]));
}

type Special = (context: ImportContext, described: Described) => string;

/** Those whose options stand in another form here. */
const SPECIAL: Readonly<Record<string, Special>> = {
  regex_filter: (context, { path, at, options }) => {
    const pattern = patternOf(context, path, options.get("regex"), ".*");
    if (pattern === null) return "";
    const read = regexLiteral(pattern);
    if ("reason" in read) return untranslated(context, path, at, pattern, read.reason);
    const excludes = options.get("excludeEvents")?.value.toLowerCase() === "true";
    return `.regexFilter(${read.literal}${excludes ? ", excludeEvents: true" : ""})`;
  },
  search_replace: (context, { path, at, options }) => {
    const pattern = patternOf(context, path, options.get("searchPattern"), "");
    if (pattern === null) return "";
    const read = regexLiteral(pattern);
    if ("reason" in read) return untranslated(context, path, at, pattern, read.reason);
    const replacement = replacementOf(options.get("replaceString")?.value ?? "");
    return `.searchReplace(${read.literal}${replacement === "" ? "" : `, ${textLiteral(replacement)}`})`;
  },
  remove_header: (context, { path, at, options }) => {
    const [name, list] = ["withName", "fromList"].map((key) => options.get(key)?.value);
    const matching = options.has("matching") ? patternOf(context, path, options.get("matching"), "") : undefined;
    if (matching === null) return "";
    const separator = options.get("fromListSeparator")?.value ?? "\\s*,\\s*";
    const args: string[] = [];
    if (name !== undefined) args.push(`withName: ${textLiteral(name)}`);
    if (list !== undefined) {
      const divider = regexLiteral(separator);
      if ("reason" in divider) return untranslated(context, path, at, separator, divider.reason);
      const names = list.split(new RegExp(divider.source, divider.flags)).map(textLiteral);
      args.push(`fromList: [${names.join(", ")}]`);
    }
    const read = matching === undefined ? null : regexLiteral(matching);
    if (read !== null && "reason" in read) return untranslated(context, path, at, matching ?? "", read.reason);
    if (read !== null) args.push(`matching: ${read.literal}`);
    return args.length === 0 ? "" : `.removeHeader(${args.join(", ")})`;
  },
  regex_extractor: regexExtractor,
};

/** Flume's serializers are numbered like the groups, and become names of these. */
function regexExtractor(context: ImportContext, { path, at, options }: Described): string {
  const pattern = patternOf(context, path, options.get("regex"), "");
  if (pattern === null) return "";
  const serializers = (options.get("serializers")?.value ?? "").split(/\s+/);
  const names = new Map(
    serializers.map((one, index) => [index + 1, options.get(`serializers.${one}.name`)?.value ?? one]),
  );
  const wrong = [...names.values()].find((name) => !/^[a-zA-Z_]\w*$/.test(name));
  if (wrong !== undefined) {
    const message = `the header \`${wrong}\` cannot be the name of a group; set it with \`.header("${wrong}", e => …)\``;
    context.findings.add("unsupported", at, path, message);
    return "";
  }
  const read = regexLiteral(withGroupNames(pattern, names));
  if ("reason" in read) return untranslated(context, path, at, pattern, read.reason);
  const millis = serializers.find((one) =>
    /MillisSerializer$/.test(options.get(`serializers.${one}.type`)?.value ?? ""),
  );
  if (millis === undefined) return `.regexExtractor(${read.literal})`;
  const time = options.get(`serializers.${millis}.pattern`);
  if (names.get(serializers.indexOf(millis) + 1) !== "timestamp") {
    context.findings.add("unsupported", time ?? at, path, "only the group `timestamp` is read as a time here");
    return `.regexExtractor(${read.literal})`;
  }
  if (time !== undefined)
    context.findings.add(
      "changed",
      time,
      path,
      "Flume reads the time in the zone of the machine; `timeZone` says another one",
    );
  const arg = time === undefined ? "" : `, timePattern: ${textLiteral(time.value)}`;
  const message = "an event without that time gets the one at which it passes; in Flume its batch failed endlessly";
  context.findings.add("changed", time ?? at, path, message);
  return `.regexExtractor(${read.literal}${arg}).timestamp(preserveExisting: true)`;
}

function untranslated(
  { findings }: ImportContext,
  path: string,
  at: Described["at"],
  pattern: string,
  reason: string,
): string {
  findings.add("unsupported", at, path, `the expression \`${pattern}\` is left out: ${reason}`);
  return "";
}
