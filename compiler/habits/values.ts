import { type Habit, languageOf } from "./habit.ts";

const UNKNOWN_NAME = ["FLOW2001"];
const UNKNOWN_TYPE = ["FLOW2003"];

/** A name that can only be a type, or one of its own. */
const TYPE = String.raw`(?:string|int|float|bool|bytes|timestamp|duration|number|boolean|[A-Z]\w*)(?:\[\]|\?)*`;

/** `10 seconds` and what units are called elsewhere. */
const UNITS: Readonly<Record<string, string>> = {
  millisecond: "ms",
  millis: "ms",
  msec: "ms",
  second: "s",
  sec: "s",
  minute: "m",
  min: "m",
  hour: "h",
  hr: "h",
  day: "d",
};

/** Whose the names are, what the type is called here, and the names as a pattern. */
type ForeignType = readonly [language: string, here: string, names: string];

/** Types that are called otherwise here. */
const FOREIGN_TYPES: readonly ForeignType[] = [
  ["Java", "int", "Integer|INTEGER|INT|BIGINT|Int|Long|long|Short|short|Byte|byte|BigInteger|bigint|BigInt"],
  ["Rust", "int", "[iu](?:8|16|32|64|128)|usize|isize"],
  ["Java", "float", "Double|double|Float|decimal|BigDecimal|Decimal|f32|f64|real|REAL|DOUBLE"],
  ["TypeScript", "float", "number|Number"],
  ["Java", "bool", "Boolean|boolean|BOOLEAN"],
  ["Python", "string", "str|text|TEXT|VARCHAR|varchar|char|Char|CharSequence"],
  ["Java", "string", "String"],
  ["Java", "timestamp", "Date|DateTime|datetime|Instant|LocalDateTime|ZonedDateTime|TIMESTAMP|Timestamp|time"],
  ["Java", "bytes", "Buffer|ByteBuffer|bytearray|Uint8Array|blob|BLOB|ByteArray"],
  ["TypeScript", "Json", "any|unknown|object|Object|dynamic|Any|JsonNode|JSON|json"],
];

/** Literals, texts, units and built-in values of other languages. */
export const VALUE_HABITS: readonly Habit[] = [
  {
    language: "Python",
    pattern: /\bf("[^"]*")/dgi,
    here: (part) => template(part(1).slice(1, -1).replace(/\{/g, "${")),
    codes: UNKNOWN_NAME,
  },
  {
    language: "Scala",
    pattern: /\bs("[^"]*")/dg,
    here: (part) =>
      template(
        part(1)
          .slice(1, -1)
          .replace(/\$(\w+)/g, "${$1}"),
      ),
    codes: UNKNOWN_NAME,
  },
  {
    language: "C#",
    pattern: /\$("[^"]*")/dg,
    here: (part) => template(part(1).slice(1, -1).replace(/\{/g, "${")),
    codes: UNKNOWN_NAME,
  },
  {
    language: "Python",
    pattern: /\br("[^"]*")/dg,
    here: (part) => `/${part(1).slice(1, -1).replaceAll("/", "\\/")}/`,
    codes: UNKNOWN_NAME,
    certain: false,
    help: "Where a text is meant and not a regular expression, keep the quotes and double each backslash.",
  },
  {
    language: "Python",
    pattern: /\b[bu](?="[^"]*")/dg,
    here: () => "",
    written: (part) => `${part(0)}"…"`,
    shown: () => '"…"',
    codes: UNKNOWN_NAME,
  },
  {
    language: "Python",
    pattern: /"""\s*([^"]*?)\s*"""/dg,
    here: (part) => comment(part(1)),
    written: () => '"""…"""',
    shown: () => "/// …",
  },
  { language: "Java", pattern: /\b(\d[\d_]*)[lL]\b/dg, here: (part) => part(1) },
  { language: "Java", pattern: /\b(\d+\.\d+)[fF]\b/dg, here: (part) => part(1) },
  { language: "C", pattern: /\b0[xX]([0-9a-fA-F]+)\b/dg, here: (part) => String(Number.parseInt(part(1), 16)) },
  {
    language: "English",
    pattern: /\b(\d+)\s*(milliseconds?|millis|msecs?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)\b/dgi,
    here: (part) => `${part(1)}${unit(part(2))}`,
  },
  {
    language: "Scala",
    pattern: /\b(\d+)\.(milliseconds?|millis|seconds?|minutes?|hours?|days?)\b(?:\(\))?/dg,
    here: (part) => `${part(1)}${unit(part(2))}`,
    codes: ["FLOW2005"],
  },
  {
    language: "Spark",
    pattern: /\b(?:Duration\.of|Time\.)?(milliseconds|millis|seconds|minutes|hours|days)\((\d+)\)/dgi,
    here: (part) => `${part(2)}${unit(part(1))}`,
    codes: UNKNOWN_NAME,
  },
  {
    language: "Python",
    pattern: /\btimedelta\(\s*(seconds|minutes|hours|days|milliseconds)\s*[:=]\s*(\d+)\s*\)/dg,
    here: (part) => `${part(2)}${unit(part(1))}`,
    codes: UNKNOWN_NAME,
  },
  {
    language: "English",
    pattern: /\b(\d+)\s+(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)\b/dg,
    here: (part) => `${part(1)}${part(2)}`,
  },
  {
    language: languageOf({ None: "Python", nil: "Ruby", Nil: "Scala", undefined: "JavaScript" }, "SQL"),
    pattern: /\b(?:None|nil|undefined|NULL|Null|Nil)\b/dg,
    here: () => "null",
    codes: UNKNOWN_NAME,
  },
  {
    language: languageOf({ TRUE: "SQL" }, "Python"),
    pattern: /\b(?:True|TRUE)\b/dg,
    here: () => "true",
    codes: UNKNOWN_NAME,
  },
  {
    language: languageOf({ FALSE: "SQL" }, "Python"),
    pattern: /\b(?:False|FALSE)\b/dg,
    here: () => "false",
    codes: UNKNOWN_NAME,
  },
  {
    language: "YAML",
    pattern: /\b(?:yes|Yes|YES|on|On)\b/dg,
    here: () => "true",
    codes: UNKNOWN_NAME,
    checkerOnly: true,
  },
  {
    language: "YAML",
    pattern: /\b(?:no|No|NO|off|Off)\b/dg,
    here: () => "false",
    codes: UNKNOWN_NAME,
    checkerOnly: true,
  },
  {
    language: "JavaScript",
    pattern: /\bprocess\.env(?:\.(\w+)|\[("[^"]*")\])/dg,
    here: (part) => `env(${part(1) === "" ? part(2) : `"${part(1)}"`})`,
    codes: UNKNOWN_NAME,
  },
  {
    language: "Python",
    pattern: /\bos\.(?:environ\[("[^"]*")\]|(?:getenv|environ\.get)\(("[^"]*")\))/dg,
    here: (part) => `env(${part(1)}${part(2)})`,
    codes: UNKNOWN_NAME,
  },
  {
    language: "Java",
    pattern: /\bSystem\.getenv\(("[^"]*")\)/dg,
    here: (part) => `env(${part(1)})`,
    codes: UNKNOWN_NAME,
  },
  {
    language: "shell",
    pattern: /(?<![`\w])\$\{?([A-Za-z_]\w*)\}?/dg,
    here: (part) => `env("${part(1)}")`,
    certain: false,
    help: (part) => `Give it a name and a default: \`param ${camel(part(1))}: string = env("${part(1)}") else "…"\`.`,
    codes: UNKNOWN_NAME,
  },
  {
    language: (part) =>
      /^(?:datetime|time)\./.test(part(0)) ? "Python" : /^[A-Z](?!ate)|^System/.test(part(0)) ? "Java" : "JavaScript",
    pattern:
      /\b(?:Date\.now|datetime\.now|System\.currentTimeMillis|LocalDateTime\.now|Instant\.now|time\.time|now)\(\)/dg,
    here: null,
    lacks: "clock in an expression",
    help: "Its result would depend on when it is computed. `.timestamp()` gives each event of an agent the time at which it came, in a header.",
    codes: UNKNOWN_NAME,
  },
  {
    language: "JavaScript",
    pattern: /\b(?:console\.log|System\.out\.println|println|log\.info|logger\.info|fmt\.Println)\(/dg,
    here: null,
    written: (part) => part(0).slice(0, -1),
    lacks: "call that prints",
    help: "Send what is to be seen to a sink: `… -> print()` in a stream, `… -> logger()` in an agent.",
    codes: UNKNOWN_NAME,
  },
  {
    language: "SQL",
    pattern: /\b(?:N?VARCHAR2?|CHAR|CHARACTER|STRING)\s*\(\s*\d+\s*\)/dgi,
    here: () => "string",
  },
  { language: "SQL", pattern: /\b(?:DECIMAL|NUMERIC|FLOAT)\s*\(\s*\d+\s*(?:,\s*\d+\s*)?\)/dgi, here: () => "float" },
  {
    language: "TypeScript",
    pattern: new RegExp(String.raw`(?<=[:=<,(]\s*)\[(\s*${TYPE}(?:\s*,\s*${TYPE})+\s*)\]`, "dg"),
    here: (part) => `(${part(1).trim()})`,
    inside: ["type", "topic", "fn", "table", "pub"],
  },
  ...FOREIGN_TYPES.map(typeHabit),
  {
    language: languageOf(
      { list: "Python", Seq: "Scala", Vec: "Rust", ReadonlyArray: "TypeScript", Array: "TypeScript" },
      "Java",
    ),
    pattern:
      /\b(?:List|Array|Seq|Vec|Set|Iterable|ReadonlyArray|ArrayList|Collection|list)[<[]((?:[\w?]|\[\]|<[\w, ]*>)+)[>\]]/dg,
    here: (part) => `${translateTypes(part(1))}[]`,
    codes: UNKNOWN_TYPE,
  },
  {
    language: "Scala",
    pattern: /\b(?:Option|Optional|Maybe)[<[]((?:[\w?]|\[\]|<[\w, ]*>)+)[>\]]/dg,
    here: (part) => `${translateTypes(part(1))}?`,
    codes: UNKNOWN_TYPE,
  },
  {
    language: languageOf(
      { Record: "TypeScript", Dict: "Python", dict: "Python", Mapping: "Python", Map: "Scala" },
      "Java",
    ),
    pattern:
      /\b(?:HashMap|Record|Dict|dict|Mapping|TreeMap)[<[](\w+)\s*,\s*([\w?]+)[>\]]|\bMap\[(\w+)\s*,\s*([\w?]+)\]/dg,
    here: (part) => translateTypes(`Map<${part(1)}${part(3)}, ${part(2)}${part(4)}>`),
    codes: UNKNOWN_TYPE,
  },
  {
    language: "TypeScript",
    pattern: /\b([A-Za-z]\w*(?:\[\])*)\s*\|\s*(?:null|undefined)\b/dg,
    here: (part) => `${part(1)}?`,
    codes: ["FLOW2003", "FLOW3024"],
  },
];

function typeHabit([language, here, names]: ForeignType): Habit {
  const pattern = new RegExp(String.raw`\b(?:${names})\b(?![<[(.])`, "dg");
  return { language, pattern, here: () => here, codes: UNKNOWN_TYPE, checkerOnly: true, together: "types" };
}

/** A type with the names that plain types have here: `string[]` for `String[]`. A `Date` may be the program's own type. */
function translateTypes(written: string): string {
  const plain = FOREIGN_TYPES.filter(([, here]) => ["int", "float", "bool", "string"].includes(here));
  return written.replace(/\w+/g, (name) => {
    const known = plain.find(([, , names]) => new RegExp(`^(?:${names})$`).test(name));
    return known?.[1] ?? name;
  });
}

function unit(written: string): string {
  return UNITS[written.toLowerCase()] ?? UNITS[written.toLowerCase().replace(/s$/, "")] ?? "s";
}

function template(inner: string): string {
  return `\`${inner.replaceAll("`", "\\`")}\``;
}

function comment(text: string): string {
  return text
    .split("\n")
    .map((line) => `/// ${line.trim()}`)
    .join("\n");
}

/** `kafkaBrokers` of `KAFKA_BROKERS` */
function camel(name: string): string {
  return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
