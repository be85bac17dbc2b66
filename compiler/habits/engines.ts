import type { Habit } from "./habit.ts";

/** A length of time as the engines of Java and Scala write it, alone or in a call: `10s`, `Time.seconds(10)`. */
const LENGTH = String.raw`(?:\w+\.)*(?:of)?(milliseconds|millis|seconds|minutes|hours|days)\((\d+)\)`;

const UNIT: Readonly<Record<string, string>> = { milliseconds: "ms", millis: "ms" };

/** Sessions, builders, windows and components as other engines of streams write them. */
export const ENGINE_HABITS: readonly Habit[] = [
  {
    language: (part) =>
      /^(?:env|tEnv)$/.test(part(1)) ? "Flink" : /uilder$/.test(part(1)) ? "Kafka Streams" : "Spark",
    pattern:
      /\b(spark|ssc|sc|sqlContext|env|tEnv|builder|streamsBuilder|KafkaUtils)\.(\w+)(?:\.\w+|\((?:[^()\n]|\([^()\n]*\))*\))*/dg,
    here: null,
    written: (part) => `${part(1)}.${part(2)}`,
    lacks: "session to read with",
    help: 'A stream reads a source, `let lines = socketText(host: "localhost", port: 9999)`, or a topic that is declared: `topic hits: string = kafka(brokers: …)`.',
    codes: ["FLOW2001"],
    checkerOnly: true,
  },
  {
    language: "Flink",
    pattern: new RegExp(
      String.raw`\b(?:Tumbling|Sliding|Fixed)?(?:Event|Processing)?(?:Time)?Windows\.of\w*\(\s*${LENGTH}(?:\s*,\s*${LENGTH})?\s*\)`,
      "dgi",
    ),
    here: (part) => {
      const length = duration(part(1), part(2));
      return `${length}, slide: ${part(3) === "" ? length : duration(part(3), part(4))}`;
    },
    help: "A window is of the batches that came in that time.",
    codes: ["FLOW2001"],
    checkerOnly: true,
  },
  {
    language: "JSON",
    pattern: /(?<=\b(?:source|channel|sink)\s+\w+\s*=\s*)\{\s*"?type"?\s*:\s*"?([\w·]+)"?\s*,?\s*([^{}]*?)\s*,?\s*\}/dg,
    here: (part) => `${part(1)}(${part(2)})`,
    codes: ["FLOW4032"],
    together: "components",
    inside: ["agent"],
  },
  {
    language: "Flume",
    pattern: /\b\w+\.(selector|interceptors|channels?|sinks?|type)\((?:[^()\n]|\([^()\n]*\))*\)/dg,
    here: null,
    lacks: "method for that",
    help: (part) =>
      part(1) === "selector"
        ? '`r1 -> [c1, c2]` replicates. `r1 -> route e => e.headers["state"] { "CZ" => c1, else => c2 }` chooses by a header.'
        : "Interceptors are steps of the wire, and arrows say what goes where: `r1.timestamp().host() -> c1 -> k1`.",
    codes: ["FLOW2005", "FLOW2001"],
    inside: ["agent"],
  },
  {
    language: "AWK",
    pattern: /(?<![\w`$])\$(\d+)\b/dg,
    here: null,
    lacks: "field by its number",
    help: (part) =>
      `Split the line: \`line.words()[${Math.max(0, Number(part(1)) - 1)}] else ""\`, or \`line.split(",")\`.`,
    codes: ["FLOW2001"],
  },
  {
    language: "Python",
    pattern: /\b(?:datetime\.)*strptime\(\s*((?:[^(),\n]|\([^()\n]*\))+?)\s*,\s*("[^"\n]*")\s*\)/dg,
    here: (part) => `${part(1)}.toTimestamp(${timePattern(part(2))})`,
    certain: false,
    help: "A pattern has letters: `yyyy-MM-dd HH:mm:ss`. What does not fit it fails.",
    codes: ["FLOW2001"],
  },
];

function duration(unit: string, count: string): string {
  const word = unit.toLowerCase();
  return `${count}${UNIT[word] ?? word.charAt(0)}`;
}

/** `"yyyy-MM-dd"` for `"%Y-%m-%d"`. */
function timePattern(written: string): string {
  const letters: Readonly<Record<string, string>> = {
    Y: "yyyy",
    m: "MM",
    d: "dd",
    H: "HH",
    M: "mm",
    S: "ss",
    f: "SSSSSS",
    z: "Z",
    b: "MMM",
    T: "HH:mm:ss",
  };
  return written.replace(/%(\w)/g, (all, letter: string) => letters[letter] ?? all).replace(/T(?=HH)/, "'T'");
}
