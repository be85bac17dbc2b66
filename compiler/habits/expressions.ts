import type { Habit, Parts } from "./habit.ts";

/** A name with members and calls behind it: `a.b(c).d`. */
const CHAIN = String.raw`[A-Za-z_]\w*(?:\??\.\w+|\([^()]*\)|\[[^\][]*\])*`;

const UNKNOWN_NAME = ["FLOW2001"];

/** Lambdas, conditions and operators of other languages. */
export const EXPRESSION_HABITS: readonly Habit[] = [
  {
    language: "Python",
    pattern: /\blambda\s+(\w+(?:\s*,\s*\w+)*)\s*:\s*/dg,
    here: (part) => `${parameters(part(1))} => `,
  },
  {
    language: "Java",
    pattern: /(?<=[(,]\s*)(\w+|\([\w\s,]*\))\s*->\s*(?=[^\s>])/dg,
    here: (part) => `${part(1)} => `,
  },
  {
    language: "Rust",
    pattern: /(?<=[(,=]\s*)\|([\w\s,]+)\|\s*/dg,
    here: (part) => `${parameters(part(1))} => `,
  },
  {
    language: "Rust",
    pattern: /(?<=(?:[(,=:]|=>|\breturn)\s*)([A-Z]\w*)\s*\{(?=\s*[A-Za-z_]\w*\s*[:,}])/dg,
    here: () => "{",
    help: "A record has no name in front of it: what it is, follows from where it goes.",
  },
  {
    language: "JavaScript",
    pattern: /\bfunction\s*\(([\w\s,]*)\)\s*\{\s*return\s+([^{};]*?)\s*;?\s*\}/dg,
    here: (part) => `${parameters(part(1))} => ${part(2)}`,
  },
  {
    language: "Kotlin",
    pattern: /(?<=\.\w+)\s*\{\s*(\w+)\s*->\s*([^{}]*?)\s*\}/dg,
    here: (part) => `(${part(1)} => ${part(2)})`,
  },
  {
    language: "Scala",
    pattern: /(?<=[(,]\s*)(?=[^(),]*\b_(?![\w]))((?:[^(),]|\((?:[^()]|\([^()]*\))*\))+)(?=[,)])/dg,
    here: (part) => placeholders(part(1)),
    codes: UNKNOWN_NAME,
    checkerOnly: true,
  },
  {
    language: "Python",
    pattern: /([^\s(),={}>:](?:[^(),={}\n>]|\([^()]*\))*?)[ \t]+if[ \t]+(.+?)[ \t]+else[ \t]+([^,)}\n]+)/dg,
    here: (part) => `${part(2)} ? ${part(1)} : ${part(3)}`,
  },
  {
    language: "Kotlin",
    pattern: /\bif\s*\(((?:[^()\n]|\([^()\n]*\))*)\)\s*([^{}\n]+?)\s+else\s+([^{}\n,)]+)/dg,
    here: (part) => `${part(1)} ? ${part(2)} : ${part(3)}`,
  },
  {
    language: "Rust",
    pattern: /\bif\s+([^{}\n]+?)\s*\{\s*([^{}]+?)\s*\}\s*else\s*\{\s*([^{}]+?)\s*\}/dg,
    here: (part) => `${part(1)} ? ${plain(part(2))} : ${plain(part(3))}`,
  },
  {
    language: "SQL",
    pattern: /\bcase\s+when\s+(.+?)\s+then\s+(.+?)\s+else\s+(.+?)\s+end\b/dgi,
    here: (part) => `${part(1)} ? ${part(2)} : ${part(3)}`,
    certain: false,
  },
  {
    language: "Scala",
    pattern: new RegExp(String.raw`(${CHAIN})\s+match\s*\{`, "dg"),
    here: (part) => `match ${part(1)} {`,
  },
  {
    language: "Scala",
    pattern: /\bcase\s+(?=\S[^=\n]*=>)/dg,
    here: () => "",
    written: () => "case",
    shown: () => "",
  },
  {
    language: "JavaScript",
    pattern: /\b(?:switch|when)\s*\(([^()]*)\)\s*\{/dg,
    here: (part) => `match ${part(1)} {`,
    shown: (part) => `match ${part(1)} { "a" => 1, else => 2 }`,
    certain: false,
  },
  {
    language: shouted("SQL", "Python"),
    pattern: /\s+is\s+(not\s+)?(?:None|null)\b/dgi,
    here: (part) => (part(1) === "" ? " == null" : " != null"),
    written: (part) => part(0).trim(),
  },
  {
    language: (part) => (/\s(?:NOT\s+)?IN\b/.test(part(0)) ? "SQL" : "Python"),
    pattern: new RegExp(String.raw`(${CHAIN}|"[^"]*")\s+(not\s+)?in\b\s*(\[[^\]]*\]|\([^()]*\)|[A-Za-z_]\w*)`, "dgi"),
    here: (part) => `${part(2) === "" ? "" : "!"}${part(3).replace(/^\((.*)\)$/s, "[$1]")}.contains(${part(1)})`,
  },
  { language: shouted("SQL", "Python"), pattern: /\bnot\s+(?=[\w(])/dgi, here: () => "!", written: () => "not" },
  { language: shouted("SQL", "Python"), pattern: /(?<=\S\s)(and)(?=\s\S)/dgi, here: () => "&&" },
  { language: shouted("SQL", "Python"), pattern: /(?<=\S\s)(or)(?=\s\S)/dgi, here: () => "||" },
  { language: "SQL", pattern: /(?<==>[^\n=<>!,;{}]*[\w)\]"]\s*)=(?![=>])/dg, here: () => "==" },
  { language: "SQL", pattern: /<>/dg, here: () => "!=" },
  {
    language: "SQL",
    pattern: new RegExp(String.raw`(${CHAIN})\s+like\s+("[^"]*"|'[^']*')`, "dgi"),
    here: (part) => `${part(1)}${likened(part(2).slice(1, -1))}`,
    certain: false,
    help: "A pattern with more than text in it is a regular expression: `.matches(/…/)`.",
  },
  {
    language: "SQL",
    pattern: new RegExp(String.raw`(${CHAIN})\s+between\s+(\w+)\s+and\s+(\w+)`, "dgi"),
    here: (part) => `${part(1)} >= ${part(2)} && ${part(1)} <= ${part(3)}`,
  },
  {
    language: "Ruby",
    pattern: new RegExp(String.raw`(${CHAIN})\s*=~\s*(/[^/\n]*/\w*)`, "dg"),
    here: (part) => `${part(1)}.matches(${part(2)})`,
  },
  {
    language: "Python",
    pattern: new RegExp(String.raw`(${CHAIN}|\d+)\s*\*\*\s*(${CHAIN}|\d+)`, "dg"),
    here: (part) => `${part(1)}.pow(${part(2)})`,
    certain: false,
    help: "`pow` is a function of `float`: `2.0.pow(10.0)`.",
  },
  { language: "Go", pattern: /:=/dg, here: () => "=" },
  { language: "Java", pattern: /(?<=[\w)\]"]\s*)(?<!&)&(?!&)(?=\s*[\w("!])/dg, here: () => "&&", certain: false },
  {
    language: "JavaScript",
    pattern: /(?<=[{;]\s*)([A-Za-z_]\w*)\s*=(?![=>])\s*\1\s*[-+*/][^;}\n]*/dg,
    here: null,
    lacks: "assignment",
    spoils: true,
    help: "A value does not change. A stream keeps values from batch to batch: `updateStateByKey((values, state: int?) => …)`.",
  },
  {
    language: "JavaScript",
    pattern: /\b[A-Za-z_][\w.]*\s*(?:\+\+|--|[-+*/]=)(?!=)/dg,
    here: null,
    lacks: "assignment",
    help: "A value does not change. Give the new one a name, `let next = n + 1`, or gather values with `reduce`.",
  },
  { language: "Kotlin", pattern: /(?<=\S)\s+\?:\s*/dg, here: () => " else ", written: () => "?:", shown: () => "else" },
  {
    language: "Kotlin",
    pattern: /!!/dg,
    here: null,
    lacks: "operator that takes a value for certain",
    help: "Say what happens otherwise: `else value`, `else drop`, or `?.` for a member.",
  },
  {
    language: "TypeScript",
    pattern: /(?<=[\w)\]])!(?=[.,)])/dg,
    here: null,
    lacks: "operator that takes a value for certain",
    help: "Say what happens otherwise: `else value`, `else drop`, or `?.` for a member.",
  },
  {
    language: "TypeScript",
    pattern: /(?<![.\w])as\s+([A-Za-z]\w*)\b/dg,
    here: null,
    lacks: "cast",
    help: "A conversion is a function that may fail: `text.toInt()`, `n.toFloat()`, `json.as<T>()`.",
  },
  {
    language: "Java",
    pattern: /\bnew\s+(?=[A-Za-z_]\w*\s*[(<])/dg,
    here: () => "",
    written: (part) => part(0).trim(),
    shown: () => "",
  },
  {
    language: "JavaScript",
    pattern: /\b(await|async|yield)\s+(?=\S)/dg,
    here: () => "",
    written: (part) => part(1),
    shown: () => "",
    help: "Nothing waits in an expression. What takes time is an `extern operator` in TypeScript.",
  },
  {
    language: "JavaScript",
    pattern: /\bthrow\s+(?:new\s+\w+\s*\(|\w+\s*\(|(?="))([^()\n}]*?)\)?(?=\s*[;}\n]|$)/dg,
    here: (part) => `failure(${part(1)})`,
  },
  { language: "Python", pattern: /\braise\s+\w+\s*\(([^()]*)\)/dg, here: (part) => `failure(${part(1)})` },
  {
    language: "Python",
    pattern: /\[([^\][]+?)\s+for\s+(\w+)\s+in\s+([\w.()"]+)(?:\s+if\s+([^\][]+))?\]/dg,
    here: (part) => {
      const kept = part(4) === "" ? "" : `.filter(${part(2)} => ${part(4)})`;
      return `${part(3)}${kept}${part(1).trim() === part(2) ? "" : `.map(${part(2)} => ${part(1)})`}`;
    },
  },
  {
    language: "Python",
    pattern: /(?<=[\w)\]])\[\s*(\d*)\s*:\s*(\d*)\s*\]/dg,
    here: (part) => `.slice(${part(1) === "" ? "0" : part(1)}${part(2) === "" ? "" : `, ${part(2)}`})`,
    certain: false,
    help: "Of a text it is `.substring(from, to)`.",
  },
  {
    language: "Scala",
    pattern: /\._(\d+)\b/dg,
    here: (part) => `[${Number(part(1)) - 1}]`,
    codes: ["FLOW2005"],
  },
  { language: "Rust", pattern: /(?<=\b[A-Za-z_]\w*|[)\]])\.(\d+)\b/dg, here: (part) => `[${part(1)}]` },
];

/** `a` or `(a, b)` */
function parameters(written: string): string {
  const names = written.split(",").map((name) => name.trim());
  return names.length === 1 ? (names[0] ?? "") : `(${names.join(", ")})`;
}

/** `(a, b) => a + b` for `_ + _`: each stands for the next argument. */
function placeholders(written: string): string {
  const names = ["a", "b", "c", "d"];
  let count = 0;
  const body = written.trim().replace(/\b_(?!\w)/g, () => names[count++] ?? "x");
  return `${parameters(names.slice(0, count).join(","))} => ${body}`;
}

/** The member or comparison that means the same as `like` with this pattern. */
function likened(pattern: string): string {
  const text = `"${pattern.replace(/^%|%$/g, "")}"`;
  const [isOpenBefore, isOpenBehind] = [pattern.startsWith("%"), pattern.endsWith("%")];
  if (isOpenBefore && isOpenBehind) return `.contains(${text})`;
  if (isOpenBefore) return `.endsWith(${text})`;
  return isOpenBehind ? `.startsWith(${text})` : ` == ${text}`;
}

/** A branch without `return` and semicolon. */
function plain(branch: string): string {
  return branch.replace(/^return\s+/, "").replace(/;$/, "");
}

/** `first` for what is written in capitals, `otherwise` for anything else. */
function shouted(first: string, otherwise: string): (part: Parts) => string {
  return (part) => (/[a-z]/.test(part(0)) ? otherwise : first);
}
