import type { Habit } from "./habit.ts";

/** A name with members and calls behind it, the inner parentheses of which may have others in them. */
const CHAIN = String.raw`[A-Za-z_]\w*(?:\??\.\w+|\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\][\n]*\])*?`;

/** One argument of a call. */
const ARGUMENT = String.raw`((?:[^(),\n]|\((?:[^()\n]|\([^()\n]*\))*\))+)`;

/** All arguments of a call. */
const ARGUMENTS = String.raw`((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*)`;

/** What changes a list or a map where it stands. */
const CHANGERS =
  "append|extend|push|push_back|unshift|add|addAll|addLast|put|insert|pop|remove|removeAll|clear|sort|reverse|set|update";

/** Whose such a call is; Java's, where it is not listed. */
const CHANGING: Readonly<Record<string, string>> = {
  append: "Python",
  extend: "Python",
  appended: "Scala",
  push: "JavaScript",
  unshift: "JavaScript",
  push_back: "C++",
};

const UNKNOWN_NAME = ["FLOW2001"];
const UNKNOWN_MEMBER = ["FLOW2005"];

/** Functions and methods of other languages that are an operator, a template or a form of another kind here. */
export const CALL_HABITS: readonly Habit[] = [
  {
    language: "Python",
    pattern: new RegExp(String.raw`("[^"\n]*")\s*%\s*(?:\(${ARGUMENTS}\)|([A-Za-z_][\w.]*))`, "dg"),
    here: (part) => filledIn(part(1), part(2) === "" ? part(3) : part(2)),
    codes: ["FLOW3007", "FLOW3001"],
  },
  {
    language: "Python",
    pattern: new RegExp(String.raw`("[^"\n]*")\.(?:format|formatted)\(${ARGUMENTS}\)`, "dg"),
    here: (part) => filledIn(part(1), part(2)),
    codes: UNKNOWN_MEMBER,
  },
  {
    language: "Java",
    pattern: new RegExp(
      String.raw`\b(?:String\.format|f?printf|sprintf|fmt\.Sprintf|format!?)\(\s*("[^"\n]*")\s*,\s*${ARGUMENTS}\)`,
      "dg",
    ),
    here: (part) => filledIn(part(1), part(2)),
    codes: UNKNOWN_NAME,
  },
  {
    language: "Scala",
    pattern: new RegExp(
      String.raw`(?<![.\w])(${CHAIN})\.(?:getOrElse|orElse|unwrap_or|unwrapOr|or_else|valueOr)\(${ARGUMENT}\)`,
      "dg",
    ),
    here: (part) => `(${part(1)} else ${part(2)})`,
    written: (part) => part(0).slice(part(1).length),
    shown: (part) => `else ${part(2)}`,
    codes: ["FLOW2005", "FLOW3003", "FLOW3002"],
    checkerOnly: true,
  },
  {
    language: (part) => (part(2) === "get" ? "Python" : "Java"),
    pattern: new RegExp(String.raw`(?<![.\w])(${CHAIN})\.(get|getOrDefault)\(${ARGUMENT},\s*${ARGUMENT}\)`, "dg"),
    here: (part) => `(${part(1)}.get(${part(3)}) else ${part(4)})`,
    written: (part) => part(0).slice(part(1).length),
    shown: (part) => `.get(${part(3)}) else ${part(4)}`,
    codes: ["FLOW2005", "FLOW3003", "FLOW3006"],
    checkerOnly: true,
  },
  {
    language: "JavaScript",
    pattern: new RegExp(String.raw`(?<![.\w])(${CHAIN})\s*\|\|\s*("[^"\n]*"|\d+|\[\])`, "dg"),
    here: (part) => `${part(1)} else ${part(2)}`,
    written: (part) => part(0).slice(part(1).length).trim(),
    shown: (part) => `else ${part(2)}`,
    codes: ["FLOW3001", "FLOW3003"],
    checkerOnly: true,
  },
  {
    language: (part) => CHANGING[part(2)] ?? "Java",
    pattern: new RegExp(String.raw`^[ \t]+([A-Za-z_]\w*)\.(${CHANGERS})\(${ARGUMENTS}\)[ \t]*;?[ \t]*$`, "dgm"),
    here: null,
    written: (part) => part(0).trim().replace(/;$/, ""),
    lacks: "call that changes a list",
    help: (part) =>
      `A list does not change. Make another: \`let more = [...${part(1)}, x]\`, or all of it at once with \`map\`, \`filter\` or \`reduce\`.`,
    inside: ["fn", "test"],
  },
  {
    language: (part) => CHANGING[part(2)] ?? "Java",
    pattern: new RegExp(String.raw`(?<![.\w])(${CHAIN})\.(append|appended|push|push_back|add)\(${ARGUMENT}\)`, "dg"),
    here: (part) => `[...${part(1)}, ${part(3)}]`,
    written: (part) => part(0).slice(part(1).length),
    shown: (part) => `[...${part(1)}, ${part(3)}]`,
    codes: UNKNOWN_MEMBER,
    checkerOnly: true,
  },
  {
    language: "Java",
    pattern: /\bnew\s+(?:Array|Linked|Hash|Tree)?(?:List|Set|Array|Vector)(?:<[\w<>, ]*>)?\(\s*\)/dg,
    here: () => "[]",
  },
  {
    language: "Scala",
    pattern: /\bMap\(\s*((?:"·*"|\w+)\s*->[^()\n]*)\)/dg,
    here: (part) => `[${part(1).replace(/("[^"]*"|\w+)\s*->\s*([^,]+)/g, "($1, $2)")}].toMap()`,
  },
  {
    language: "Scala",
    pattern: /\bfor\s*[({]\s*(\w+)\s*<-\s*([\w.]+)(?:\s+if\s+([^){}\n]+))?\s*[)}]\s*yield\s+([^\n]+)/dg,
    here: (part) => {
      const kept = part(3) === "" ? "" : `.filter(${part(1)} => ${part(3).trim()})`;
      return `${part(2)}${kept}.map(${part(1)} => ${part(4).trim()})`;
    },
  },
  {
    language: "Java",
    pattern: new RegExp(String.raw`(?<![.\w])(${CHAIN})\.(?:isPresent|isDefined|isSome|is_some)(?:\(\))?(?!\w)`, "dg"),
    here: (part) => `${part(1)} != null`,
    codes: ["FLOW2005", "FLOW3003"],
    checkerOnly: true,
  },
  {
    language: "Java",
    pattern: /\.(?:unwrap|orElseThrow|getOrThrow)\(\)/dg,
    here: null,
    lacks: "operator that takes a value for certain",
    help: "Say what happens otherwise: `else value`, `else drop`, or `?.` for a member.",
    codes: ["FLOW2005", "FLOW3003", "FLOW3002"],
    checkerOnly: true,
  },
  {
    language: "Scala",
    pattern: new RegExp(
      String.raw`(?<![.\w])(?:Some|Just|Ok|Right|Success|Optional\.of(?:Nullable)?|Option)\(${ARGUMENT}\)`,
      "dg",
    ),
    here: (part) => part(1),
    codes: UNKNOWN_NAME,
    checkerOnly: true,
  },
  {
    language: "SQL",
    pattern: new RegExp(String.raw`\b(?:coalesce|ifnull|nvl)\(${ARGUMENT},\s*${ARGUMENT}\)`, "dgi"),
    here: (part) => `(${part(1)} else ${part(2)})`,
    codes: UNKNOWN_NAME,
    checkerOnly: true,
  },
  {
    language: "SQL",
    pattern: new RegExp(String.raw`\b(?:try_)?cast\((${CHAIN})\s+as\s+(\w+)(?:\(\d+\))?\)`, "dgi"),
    here: (part) => converted(part(1), part(2)),
    certain: false,
  },
  {
    language: "Java",
    pattern: new RegExp(String.raw`(?<![.\w])(${CHAIN}|"[^"\n]*")\.(?:equals|isEqualTo)\(${ARGUMENT}\)`, "dg"),
    here: (part) => `${part(1)} == ${part(2)}`,
    codes: UNKNOWN_MEMBER,
    checkerOnly: true,
  },
  {
    language: "Java",
    pattern: /(?<=[(,]\s*)[A-Z]\w*::(\w+)(?=\s*[,)])/dg,
    here: (part) => `x => x.${part(1)}()`,
    certain: false,
  },
  {
    language: "Python",
    pattern: new RegExp(String.raw`("[^"\n]*")\.join\(${ARGUMENT}\)`, "dg"),
    here: (part) => `${isChain(part(2)) ? part(2) : `(${part(2)})`}.join(${part(1)})`,
    codes: UNKNOWN_MEMBER,
    checkerOnly: true,
  },
  {
    language: "Python",
    pattern: new RegExp(String.raw`\bjson\.(loads|dumps)\(${ARGUMENT}\)`, "dg"),
    here: (part) => (part(1) === "dumps" ? `toJson(${part(2)})` : `parseJson<Json>(${part(2)})`),
    codes: ["FLOW2001", "FLOW2005"],
    checkerOnly: true,
    help: "In the place of `Json` goes the record that the text has: `parseJson<Order>(line)`. It can fail.",
  },
  {
    language: "Python",
    pattern: new RegExp(String.raw`\bre\.(?:match|search|fullmatch)\(\s*r?("[^"\n]*")\s*,\s*${ARGUMENT}\)`, "dg"),
    here: (part) => `${part(2)}.capture(${expression(part(1))})`,
    certain: false,
    codes: UNKNOWN_NAME,
    help: "`capture` gives a record of the named groups, `(?<name>…)`; `matches` says whether there is a match.",
  },
  {
    language: "Scala",
    pattern: /(?<=\.\w+\()\(((?=[^()]*\b_(?!\w))[^()]*)\)(?=\))/dg,
    here: (part) => {
      const names = ["a", "b", "c"];
      let count = 0;
      const body = part(1).replace(/\b_(?!\w)/g, () => names[count++] ?? "x");
      return `${count === 1 ? "a" : `(${names.slice(0, count).join(", ")})`} => (${body})`;
    },
    codes: ["FLOW2001", "FLOW3001"],
    checkerOnly: true,
  },
  {
    language: "Scala",
    pattern: /(?<=\.\w+)\s*\{\s*(?:case\s+)?(\w+|\([\w\s,]*\))\s*=>\s*([^{}]*?)\s*\}/dg,
    here: (part) => `(${part(1)} => ${part(2)})`,
  },
  {
    language: (part) => (/^\.to\(/.test(part(0)) ? "Kafka Streams" : "Spark"),
    pattern:
      /\.(?:foreachRDD|foreachPartition|foreachBatch|foreach|forEach|saveAs\w+|writeStream|subscribe|to)\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\)(?=\s*(?:\}\s*)?$)/dgm,
    here: null,
    lacks: "method that ends a stream",
    written: (part) => `${part(0).split("(", 1)[0]}(…)`,
    help: 'An arrow to a sink or topic does: `… -> print()`, `… -> files("directory")`, `… -> hdfs(path: …)`. One of your own is an `extern sink`.',
    inside: ["stream"],
  },
];

/** The template that `"%s: %d" % (a, b)` and `"{}: {}".format(a, b)` make. */
function filledIn(quoted: string, args: string): string {
  const values = args.match(/(?:[^(),]|\((?:[^()]|\([^()]*\))*\))+/g)?.map((one) => one.trim()) ?? [];
  let next = 0;
  const text = quoted
    .slice(1, -1)
    .replaceAll("`", "\\`")
    .replace(/%[-+ 0#]*\d*(?:\.\d+)?[sdifgrxv]|\{(\d*)(?::[^{}]*)?\}/g, (_, place?: string) => {
      const value = values[place === undefined || place === "" ? next++ : Number(place)];
      return value === undefined ? "" : `\${${value}}`;
    });
  return `\`${text}\``;
}

/** `a.toInt()` for `CAST(a AS int)`; what it can be converted to for certain is a template. */
function converted(value: string, type: string): string {
  if (/^(?:int|integer|bigint|smallint|long)$/i.test(type)) return `${value}.toInt()`;
  if (/^(?:float|double|real|decimal|numeric)$/i.test(type)) return `${value}.toFloat()`;
  return `\`\${${value}}\``;
}

function expression(quoted: string): string {
  return `/${quoted.slice(1, -1).replaceAll("/", "\\/")}/`;
}

function isChain(text: string): boolean {
  return /^[\w.()[\]"]+$/.test(text);
}
