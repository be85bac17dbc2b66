import { type Habit, languageOf } from "./habit.ts";

/** A name with members and calls behind it. */
const CHAIN = String.raw`[a-z]\w*(?:\??\.\w+|\([^()\n]*\)|\[[^\][\n]*\])*`;

/** Declarations, cases and small expressions that stand in another shape elsewhere. */
export const SHAPE_HABITS: readonly Habit[] = [
  {
    language: languageOf({ default: "Java", otherwise: "Haskell" }, "Scala"),
    pattern: /(?<=^[ \t]+|[{,]\s*)(?:case\s+)?(_|default|otherwise)\s*(?:=>|->|:)\s*(?=\S)/dgm,
    here: () => "else => ",
    written: (part) => part(0).trim(),
    shown: () => "else =>",
    inside: ["agent", "fn", "stream"],
  },
  {
    language: "Java",
    pattern: /(?<=^[ \t]+|[{,]\s*)case\s+("·*"|-?\d+|null|true|false)\s*(?::|=>|->)\s*(?=\S)/dgm,
    here: (part) => `${part(1)} => `,
    written: (part) => part(0).trim(),
    shown: (part) => `${part(1)} =>`,
    inside: ["agent", "fn", "stream"],
  },
  {
    language: "Go",
    pattern: /^((?:pub\s+)?type\s+\w+)\s*\{/dgm,
    here: (part) => `${part(1)} = {`,
  },
  {
    language: "TypeScript",
    pattern: /(?<=[{,]\s*|^[ \t]+)([a-z]\w*)(\s*:\s*[\w[\]?<>]+)\s*=\s*("·*"|[\w.]+)/dgm,
    here: null,
    written: (part) => part(0).trim(),
    lacks: "default of a field",
    help: (part) =>
      `Let it be null, \`${part(1)}${part(2)}?\`, and say what stands for that where it is read: \`else ${part(3)}\`.`,
    inside: ["type", "pub"],
  },
  {
    language: "Java",
    pattern: /^((?:pub\s+)?topic\s+\w+)\s*<\s*([\w[\]?]+)\s*>/dgm,
    here: (part) => `${part(1)}: ${part(2)}`,
  },
  {
    language: "JavaScript",
    pattern: /^import\s+("·*")[ \t]*$/dgm,
    here: null,
    written: (part) => part(0).trim(),
    lacks: "import of a whole file",
    help: (part) => `Name what it brings: \`import { Hit } from ${part(1)}\`.`,
  },
  {
    language: "English",
    pattern: /^(?:pipeline|flow|job|task|topology|graph|workflow)\s+(\w+)\s*\{/dgm,
    here: (part) => `agent ${part(1)} {`,
    certain: false,
    help: "What brings events in is an `agent`, what counts and joins them a `stream name every 10s { … }`.",
  },
  {
    language: "command-line",
    pattern: /^[a-z]\w*\([^\n]*\)\s*->\s*[a-z][^\n]*$/dgm,
    here: (part) => `agent main {\n  ${part(0).trim()}\n}`,
    written: (part) => part(0).trim(),
    shown: () => "agent main { … }",
    certain: false,
    help: "Arrows stand in an agent or a stream. `sluice -e` takes them as they are.",
  },
  {
    language: "Go",
    pattern: /^([ \t]+)(\w+(?:\s*<-\s*\w+){2,})[ \t]*$/dgm,
    here: (part) => `${part(1)}${turned(part(2))}`,
    written: (part) => part(0).trim(),
    shown: (part) => turned(part(2)),
  },
  {
    language: "Haskell",
    pattern: /\bif\s+([^\n{}]+?)\s+then\s+([^\n{}]+?)\s+else\s+([^\n,)}]+)/dg,
    here: (part) => `${part(1)} ? ${part(2)} : ${part(3).trim()}`,
  },
  {
    language: "Scala",
    pattern: new RegExp(String.raw`(?<==>\s*)(${CHAIN})\s*->\s*(${CHAIN}|\d+|"·*")(?=\s*\))`, "dg"),
    here: (part) => `(${part(1)}, ${part(2)})`,
  },
  {
    language: "Kotlin",
    pattern: /(?<=\.\w+)\s*\{\s*([^{}\n]*\bit\b[^{}\n]*?)\s*\}/dg,
    here: (part) => `(it => ${part(1)})`,
  },
  {
    language: "Kotlin",
    pattern: /(?<=\.\w+\(\s*)(?=it\b(?!\s*=>))[^()\n]+(?:\([^()\n]*\)[^()\n]*)*(?=\))/dg,
    here: (part) => `it => ${part(0)}`,
    codes: ["FLOW2001"],
    checkerOnly: true,
  },
  {
    language: "SQL",
    pattern: /(?<=\.(?:filter|where)\(\s*)([a-z]\w*)((?:\.\w+)*\s*(?:[<>]=?|==|!=)\s*[^()\n]+)(?=\))/dg,
    here: (part) => `x => x.${part(0).trim()}`,
    certain: false,
    codes: ["FLOW2001", "FLOW3001"],
    checkerOnly: true,
    help: "A condition is a function that gets the element.",
  },
  {
    language: "JavaScript",
    pattern: new RegExp(String.raw`(/·+/[a-z]*)\.(?:test|exec)\((${CHAIN})\)`, "dg"),
    here: (part) => `${part(2)}.matches(${part(1)})`,
    codes: ["FLOW2005"],
    checkerOnly: true,
  },
  {
    language: "Rust",
    pattern: /(?<=[\w)\]])\[\s*(\d+)\s*\.\.=?\s*(\d*)\s*\]/dg,
    here: (part) => `.slice(${part(1)}${part(2) === "" ? "" : `, ${part(2)}`})`,
    certain: false,
    help: "Of a text it is `.substring(from, to)`.",
  },
  {
    language: "Java",
    pattern: new RegExp(String.raw`\((int|long|Integer|double|float|string|String)\)\s*(${CHAIN})`, "dg"),
    here: (part) => cast(part(1), part(2)),
    certain: false,
    help: "A conversion is a function that may fail: `text.toInt()`, `n.toFloat()`.",
  },
  {
    language: "Python",
    pattern: /\benv\(\s*("·*")\s*,\s*([^(),\n]+)\)/dg,
    here: (part) => `env(${part(1)}) else ${part(2).trim()}`,
    codes: ["FLOW3006", "FLOW3003", "FLOW3001"],
    checkerOnly: true,
  },
  {
    language: "Python",
    pattern: /^([ \t]+given\s+[\w.]+)\s*==\s*/dgm,
    here: (part) => `${part(1)} = `,
    written: () => "given … ==",
    shown: () => "given … =",
    inside: ["test"],
  },
  {
    language: "JavaScript",
    pattern: /^([ \t]+expect\s+[\w.]+)\s*=(?![=>])\s*/dgm,
    here: (part) => `${part(1)} == `,
    written: () => "expect … =",
    shown: () => "expect … ==",
    inside: ["test"],
  },
  {
    language: "Kotlin",
    pattern: /^[ \t]+return\b[^\n]*/dgm,
    here: null,
    written: () => "return",
    lacks: "result of a stream or agent",
    help: "It ends in arrows: `… -> print()`, `… -> counts`, where `counts` is a topic.",
    inside: ["agent", "stream"],
  },
];

/** `c -> b -> a` for `a <- b <- c`. */
function turned(wire: string): string {
  return wire
    .split(/\s*<-\s*/)
    .reverse()
    .join(" -> ");
}

function cast(type: string, value: string): string {
  if (/^(?:int|long|Integer)$/.test(type)) return `${value}.toInt()`;
  return /^(?:double|float)$/.test(type) ? `${value}.toFloat()` : `\`\${${value}}\``;
}
