import type { Habit } from "./habit.ts";

/** One argument of a call, which may have calls in it. */
const ARGUMENT = String.raw`((?:[^(),\n]|\((?:[^()\n]|\([^()\n]*\))*\))+?)`;

const UNKNOWN_NAME = ["FLOW2001"];

/** What functions of two numbers do, by their names in Python's `operator` and elsewhere. */
const OF_TWO: Readonly<Record<string, string>> = {
  add: "a + b",
  sum: "a + b",
  plus: "a + b",
  mul: "a * b",
  max: "a > b ? a : b",
  min: "a < b ? a : b",
};

/** Functions that other languages have built in, and what does the same here. */
export const BUILTIN_HABITS: readonly Habit[] = [
  {
    language: "Python",
    pattern: /(?<=\.\w+\(\s*)(?:operator\.|Math\.|Integer::)?(add|sum|plus|mul|max|min)(?=\s*[,)])/dg,
    here: (part) => `(a, b) => ${OF_TWO[part(1)]}`,
    codes: UNKNOWN_NAME,
    checkerOnly: true,
  },
  {
    language: "Python",
    pattern: /(?<=^[ \t]+)print\(\s*([a-z]\w*(?:\.\w+|\([^()\n]*\))*)\s*\)(?=[ \t]*$)/dgm,
    here: (part) => `${part(1)} -> print()`,
    inside: ["stream"],
  },
  {
    language: "Python",
    pattern: new RegExp(
      String.raw`\bsorted\(\s*([\w.]+)(?:\s*,\s*key\s*[=:]\s*(?:lambda\s+(\w+)\s*:\s*${ARGUMENT}))?(\s*,\s*reverse\s*[=:]\s*\w+)?\s*\)`,
      "dg",
    ),
    here: (part) => {
      const sorted = part(2) === "" ? "sort()" : `sortBy(${part(2)} => ${part(3).trim()})`;
      return `${part(1)}.${sorted}${part(4) === "" ? "" : ".reverse()"}`;
    },
    codes: UNKNOWN_NAME,
  },
  {
    language: "Python",
    pattern: new RegExp(
      String.raw`\bre\.(sub|split|findall)\(\s*r?("[^"\n]*")\s*,\s*${ARGUMENT}(?:\s*,\s*${ARGUMENT})?\s*\)`,
      "dg",
    ),
    here: (part) => {
      const pattern = `/${part(2).slice(1, -1).replaceAll("/", "\\/")}/`;
      if (part(1) === "sub") return `${part(4).trim()}.replaceMatches(${pattern}, ${part(3).trim()})`;
      return part(1) === "split"
        ? `${part(3).trim()}.splitMatches(${pattern})`
        : `${part(3).trim()}.captureAll(${pattern})`;
    },
    certain: false,
    codes: UNKNOWN_NAME,
    help: "A regular expression stands between slashes.",
  },
  {
    language: "Python",
    pattern: /\b(?:isinstance|type|typeof|instanceof)\(\s*(\w+)[^()\n]*\)/dg,
    here: null,
    lacks: "question for a type",
    help: "A type is known before the program runs. What may be null is asked with `x == null`, a `Json` with `isNull` and `as<T>()`.",
    codes: UNKNOWN_NAME,
    checkerOnly: true,
  },
  {
    language: "JavaScript",
    pattern: new RegExp(String.raw`\bJSON\.(parse|stringify)\(${ARGUMENT}\)`, "dg"),
    here: (part) => (part(1) === "stringify" ? `toJson(${part(2)})` : `parseJson<Json>(${part(2)})`),
    codes: UNKNOWN_NAME,
    checkerOnly: true,
    help: (part) =>
      part(1) === "stringify"
        ? ""
        : "In the place of `Json` goes the record that the text has: `parseJson<Order>(line)`. It can fail.",
  },
  {
    language: "Spark",
    pattern: /(?<=\(\s*)(?:F\.|functions\.)?col\("([^"\n]*)"\)([^()\n]*)(?=\))/dg,
    here: (part) => `x => x.${part(1)}${part(2)}`,
    codes: ["FLOW2001", "FLOW3001"],
    checkerOnly: true,
  },
  {
    language: "Spark",
    pattern: /(?<=\.(?:filter|where)\(\s*)"([^"\n]*)"(?=\s*\))/dg,
    here: (part) => `x => x.${part(1).trim()}`,
    certain: false,
    codes: ["FLOW3001"],
    checkerOnly: true,
    help: "A condition is a function that gets the element.",
  },
  {
    language: "Python",
    pattern: /("[^"\n]*")\s*\*\s*(\w+(?:\.\w+)*)/dg,
    here: (part) => `${part(1)}.repeat(${part(2)})`,
    codes: ["FLOW3007"],
    checkerOnly: true,
  },
  {
    language: "Python",
    pattern: /(\w+(?:\.\w+)*)\s*(<=?|>=?)\s*(\w+(?:\.\w+)*)\s*(<=?|>=?)\s*(\w+(?:\.\w+)*)/dg,
    here: (part) => `${part(1)} ${part(2)} ${part(3)} && ${part(3)} ${part(4)} ${part(5)}`,
    codes: ["FLOW3007"],
    checkerOnly: true,
  },
  {
    language: "Python",
    pattern: /(\w+)\s*=>\s*(\1[.[][\w.[\]()]*(?:\s*,\s*(?:\1[.[][\w.[\]()]*|\d+))+)(?=\s*\))/dg,
    here: (part) => `${part(1)} => (${part(2)})`,
    codes: ["FLOW3006", "FLOW2001"],
    checkerOnly: true,
  },
  {
    language: "Python",
    pattern: /(?<=[=(,]\s*)\{\s*((?:"[^"\n]*"|\d+)\s*:\s*[^{}\n]*?)\s*\}/dg,
    here: (part) => `[${pairs(part(1))}].toMap()`,
    inside: ["const", "fn", "pub"],
    codes: ["FLOW3001"],
    help: 'A map is made of pairs. A record has names without quotes: `{ path: "/" }`.',
    certain: false,
  },
  {
    language: "English",
    pattern: /(?<=\bevery\s+)(second|minute|hour|day)\b/dg,
    here: (part) => `1${part(1).charAt(0)}`,
    codes: UNKNOWN_NAME,
  },
];

/** `("a", 1), ("b", 2)` of `"a": 1, "b": 2`. */
function pairs(entries: string): string {
  return entries
    .split(/,\s*(?=(?:"[^"]*"|\d+)\s*:)/)
    .map((entry) => `(${entry.replace(/^("[^"]*"|\d+)\s*:\s*/, "$1, ").replace(/,\s*$/, "")})`)
    .join(", ");
}
