import { type Habit, languageOf } from "./habit.ts";

/** A type of Java, as it stands before the name of a variable. */
const JAVA_TYPE = String.raw`(?:int|long|short|double|float|boolean|bool|char|byte|string|[A-Z]\w*(?:<[^=\n]*>)?(?:\[\])*)`;

const declarer = languageOf(
  { let: "JavaScript", var: "JavaScript", const: "JavaScript", final: "Java", auto: "C++", local: "Lua" },
  "Scala",
);
const importer = languageOf({ use: "Rust", using: "C#", require: "Ruby", include: "C" }, "Java");

/** Declarations, statements, options and wires of other languages. */
export const STATEMENT_HABITS: readonly Habit[] = [
  {
    language: "SQL",
    pattern: /^([ \t]*)--[ \t]/dgm,
    here: (part) => `${part(1)}// `,
    written: () => "--",
    shown: () => "//",
  },
  {
    language: declarer,
    pattern: /^(?:let|var|val|final|auto|local)\s+(?=\w+\s*(?::[^=\n]+)?=)/dgm,
    here: () => "const ",
    written: (part) => part(0).trim(),
    shown: () => "const",
  },
  {
    language: declarer,
    pattern: /(?<=^[ \t]+|\{[ \t]*)(?:var|val|const|auto|final)\s+(?=\w+\s*(?::[^=\n]+)?=)/dgm,
    here: () => "let ",
    written: (part) => part(0).trim(),
    shown: () => "let",
  },
  {
    language: "Java",
    pattern: new RegExp(String.raw`(?<=^[ \t]+)(?:final\s+)?${JAVA_TYPE}\s+(\w+)\s*=(?!=)\s*`, "dgm"),
    here: (part) => `let ${part(1)} = `,
    written: (part) => `${part(0).trim()} …`,
    shown: (part) => `let ${part(1)} = …`,
    inside: ["fn", "stream", "test"],
  },
  {
    language: "TypeScript",
    pattern: /^(?:export\s+)?const\s+(\w+)\s*=\s*\(([^()\n]*)\)(\s*:\s*[\w[\]?!<>, ]+?)?\s*=>\s*/dgm,
    here: (part) => `fn ${part(1)}(${part(2)})${part(3)} = `,
    written: (part) => part(0).trim(),
  },
  {
    language: (part) => (/^export\s|^[A-Z_\d]+=$/.test(part(0)) ? "shell" : "Python"),
    pattern:
      /^(?:export\s+)?(?!(?:type|const|param|secret|topic|table|import)\b)([A-Za-z_]\w*)\s*=(?!=)\s*(?=["\w[])/dgm,
    here: (part) => `const ${part(1)} = `,
    written: (part) => `${part(0).trim()}…`,
    shown: (part) => `const ${part(1)} = …`,
  },
  {
    language: "Python",
    pattern: /^(?:def|fn)\s+(\w+)\s*\(([^()\n]*)\)(?:\s*->\s*([\w[\], ]+?))?\s*:\s*return\s+([^\n]+)/dgm,
    here: (part) => `fn ${part(1)}(${part(2)})${part(3) === "" ? "" : `: ${part(3)}`} = ${part(4)}`,
  },
  {
    language: languageOf({ def: "Python", func: "Go", fun: "Kotlin", proc: "Tcl", sub: "Perl" }, "JavaScript"),
    pattern: /^(?:async\s+)?(?:def|function|func|fun|proc|sub)\s+(?=\w+\s*[(<[])/dgm,
    here: () => "fn ",
    written: (part) => part(0).trim(),
    shown: () => "fn",
  },
  {
    language: "TypeScript",
    pattern: /^(?:export(?:\s+default)?|public)\s+(?=fn\b|type\b|const\b|topic\b|extern\b|param\b)/dgm,
    here: () => "pub ",
    written: (part) => part(0).trim(),
    shown: () => "pub",
  },
  {
    language: "Java",
    pattern: /^(?:(?:private|protected|static|final|abstract|override|internal)\s+)+(?=\w)/dgm,
    here: () => "",
    written: (part) => part(0).trim(),
    shown: () => "",
    help: "What is not `pub` is private to its file.",
  },
  {
    language: "Scala",
    pattern: /^(?:pub\s+)?(?:data|case)\s+class\s+(\w+)\s*\(((?:[^()]|\([^()]*\))*)\)/dgm,
    here: (part) =>
      `type ${part(1)} = { ${part(2)
        .replace(/\b(?:val|var)\s+/g, "")
        .trim()} }`,
  },
  {
    language: languageOf({ struct: "Rust", class: "Java", record: "Java", trait: "Scala" }, "TypeScript"),
    pattern: /^(?:export\s+)?(?:interface|struct|class|record|trait)\s+(\w+)\s*\{/dgm,
    here: (part) => `type ${part(1)} = {`,
  },
  {
    language: "Java",
    pattern: /^(?:export\s+)?enum\s+(\w+)\s*\{([\w\s,]*)\}/dgm,
    here: (part) => `type ${part(1)} = ${literals(part(2))}`,
  },
  {
    language: "Python",
    pattern: /^from\s+\.*([\w.]+)\s+import\s+([\w, ]+?)[ \t]*$/dgm,
    here: (part) => `import { ${part(2)} } from "./${part(1).replaceAll(".", "/")}.flow"`,
    certain: false,
    help: "A file imports names of other `.flow` files. The standard library needs no import.",
  },
  {
    language: (part) => (/^import\s+\w+(?:\s+as\s+\w+)?\s*$/.test(part(0)) ? "Python" : importer(part)),
    pattern:
      /^(?:import\s+(?:static\s+)?[\w.*]+(?:\s+as\s+\w+)?|use\s+[\w:]+|using\s+[\w.]+|require\s*\(?"[^"]*"\)?|include\s+"[^"]*")[ \t]*;?[ \t]*$/dgm,
    here: null,
    lacks: "import of a package",
    help: 'Leave it out: the standard library needs no import. A file imports names of other `.flow` files: `import { Hit } from "./types.flow"`.',
  },
  {
    language: "JavaScript",
    pattern: /^import\s+(?:(\w+)|\*\s+as\s+(\w+))\s+from\s+("[^"]*")/dgm,
    here: (part) => `import { ${part(1)}${part(2)} } from ${part(3)}`,
    certain: false,
  },
  {
    language: "JavaScript",
    pattern: /^(?:const|let|var)\s+(?:\{\s*([\w, ]+?)\s*\}|(\w+))\s*=\s*require\(("[^"]*")\)/dgm,
    here: (part) => `import { ${part(1)}${part(2)} } from ${part(3)}`,
    certain: false,
    codes: ["FLOW2001"],
  },
  {
    language: "Java",
    pattern: /^(?:package|module|namespace)\s+[\w.]+[ \t]*;?[ \t]*\n?/dgm,
    here: () => "",
    written: (part) => part(0).trim(),
    shown: () => "",
    help: "A file is a module, and its path is its name.",
  },
  {
    language: "Java",
    pattern: /^[ \t]*@[A-Za-z]\w*(?:\([^()\n]*\))?[ \t]*$/dgm,
    here: null,
    written: (part) => part(0).trim(),
    lacks: "annotation",
    help: 'A doc comment begins with `///`, a test is `test "name" { … }`.',
  },
  {
    language: "Rust",
    pattern: /^((?:pub\s+)?fn\s+\w+\s*\([^\n]*?\))\s*->\s*(?=\w)/dgm,
    here: (part) => `${part(1)}: `,
    written: () => "-> type",
    shown: () => ": type",
  },
  {
    language: "TypeScript",
    pattern: /^((?:pub\s+)?fn\s+\w+\s*\([^\n]*?\)(?:\s*:\s*[\w[\]?!]+)?)\s*=>\s*/dgm,
    here: (part) => `${part(1)} = `,
    written: () => "=>",
    shown: () => "=",
  },
  {
    language: "Rust",
    pattern:
      /^((?:pub\s+)?fn\s+\w+\s*\([^\n{=]*?\)[^\n{=]*?)\s*\{(?!\s*(?:let|return|throw|raise|panic)\b)[ \t]*\n?[ \t]*([^{};=\n]+?)\s*\}(?!\s*=)/dgm,
    here: (part) => `${part(1)} = ${part(2)}`,
    written: (part) => `{ ${part(2)} }`,
    shown: (part) => `= ${part(2)}`,
  },
  {
    language: "Java",
    pattern: /(?<=[({,]\s*)(int|string|float|bool|String|long|double|boolean)\s+([a-z]\w*)(?=\s*[,)};=])/dg,
    here: (part) => `${part(2)}: ${part(1)}`,
  },
  {
    language: "TypeScript",
    pattern: /(?<=\(\s*|,\s*)([a-z]\w*)\?\s*:\s*(\w+(?:\[\])*)/dg,
    here: (part) => `${part(1)}: ${part(2)}?`,
    inside: ["fn"],
  },
  {
    language: "Go",
    pattern: /(?<=^[ \t]*|[{(,]\s*)([a-z]\w*)\s+(int|string|float|bool|bytes|timestamp)(?=\s*(?:$|[,})]))/dgm,
    here: (part) => `${part(1)}: ${part(2)}`,
  },
  {
    language: "Kafka",
    pattern: /^((?:pub\s+)?topic\s+)(\w+(?:[.-]\w+)+)(?=\s*:)/dgm,
    here: (part) => `${part(1)}${joined(part(2))}`,
    certain: false,
    help: (part) => `Its name in the cluster is an option: \`kafka(…, topic: "${part(2)}")\`.`,
  },
  {
    language: "Kafka",
    pattern: /^((?:pub\s+)?topic\s+\w+)(\s*=)/dgm,
    here: (part) => `${part(1)}: string${part(2)}`,
    certain: false,
    help: "A topic has the type of its records.",
  },
  {
    language: "Python",
    pattern: /(?<=^[ \t]+|^stream\s[^\n{]*\{[ \t]*)([A-Za-z_]\w*)\s*=(?![=>])\s*/dgm,
    here: (part) => `let ${part(1)} = `,
    written: (part) => `${part(1)} = …`,
    shown: (part) => `let ${part(1)} = …`,
    inside: ["stream", "test", "fn"],
  },
  {
    language: "Python",
    pattern: /(?<=^[ \t]+)([A-Za-z_]\w*)\s*=(?![=>])\s*/dgm,
    here: (part) => `source ${part(1)} = `,
    written: (part) => `${part(1)} = …`,
    shown: (part) => `source ${part(1)} = …`,
    certain: false,
    help: "A component begins with what it is: `source`, `channel` or `sink`.",
    inside: ["agent"],
  },
  {
    language: "Python",
    pattern: /^(agent|stream|test)\b([^\n{]*?)\s*:[ \t]*$/dgm,
    here: (part) => `${part(1)}${part(2)} {`,
    certain: false,
    help: "What belongs to it stands in braces; indentation means nothing.",
  },
  {
    language: "JavaScript",
    pattern: /^(agent|stream)\s+(\w+)([^\n={]*?)\s*=\s*\{/dgm,
    here: (part) => `${part(1)} ${part(2)}${part(3)} {`,
  },
  {
    language: "Python",
    pattern: /^([ \t]+)assert\s+/dgm,
    here: (part) => `${part(1)}expect `,
    written: () => "assert",
    shown: () => "expect",
  },
  {
    language: "Java",
    pattern:
      /(?<=^[ \t]+)(?:assertEquals|assert_eq!|assertEqual)\(\s*([^()\n]*(?:\([^()]*\))?[^(),\n]*),\s*([^\n]*)\)[ \t]*$/dgm,
    here: (part) => `expect ${part(1)} == ${part(2)}`,
  },
  {
    language: "JavaScript",
    pattern: /(?<=^[ \t]+)expect\(([^\n]*)\)\.(?:toBe|toEqual|toStrictEqual)\(([^\n]*)\)/dgm,
    here: (part) => `expect ${part(1)} == ${part(2)}`,
    codes: ["FLOW2001", "FLOW2005"],
  },
  {
    language: "JavaScript",
    pattern: /^(?:it|describe)\(\s*("[^"]*")[^\n]*/dgm,
    here: null,
    written: (part) => part(0).slice(0, part(0).indexOf("(")),
    lacks: "function that declares a test",
    help: (part) => `Write \`test ${part(1)} { given … expect … }\`.`,
  },
  {
    language: "SQL",
    pattern: /^[ \t]*create\s+(?:table|stream|topic|or\s+replace\s+\w+)\b[^\n]*/dgim,
    here: null,
    written: () => "CREATE",
    lacks: "`CREATE` statement",
    help: "Declare a record and a topic: `type Hit = { path: string }` and `topic hits: Hit = kafka(brokers: …)`.",
  },
  {
    language: "SQL",
    pattern: /^[ \t]*insert\s+into\b[^\n]*/dgim,
    here: null,
    written: () => "INSERT INTO",
    lacks: "`INSERT` statement",
    help: "An arrow writes into a topic or sink: `hits.filter(h => …).map(h => …) -> errors`, in a `stream`.",
  },
  {
    language: "SQL",
    pattern: /\bselect\b[^\n]*?(?:\bfrom\b[^\n]*|$)/dgim,
    here: null,
    written: () => "SELECT",
    lacks: "`SELECT`",
    help: "Columns are `.map(x => …)`, `WHERE` is `.filter(x => …)`, `GROUP BY` is `.map(x => (key, 1)).reduceByKey((a, b) => a + b)`.",
  },
];

/** `webHits` of `web.hits` */
function joined(name: string): string {
  return name.replace(/[.-](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function literals(names: string): string {
  const all = names.split(",").map((name) => name.trim());
  return all
    .filter((name) => name !== "")
    .map((name) => JSON.stringify(name))
    .join(" | ");
}
