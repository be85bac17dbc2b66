import type { Habit } from "./habit.ts";

/** Options, components and wires as other tools write them. */
export const WIRE_HABITS: readonly Habit[] = [
  {
    language: "Flume",
    pattern: /(?<=[(,]\s*)hdfs\.(\w+)\s*[:=]\s*/dg,
    here: (part) => `${part(1)}: `,
    codes: ["FLOW2001", "FLOW4004"],
  },
  {
    language: "Python",
    pattern: /(?<=[(,]\s*)([A-Za-z_]\w*)\s*=(?![=>])\s*/dg,
    here: (part) => `${part(1)}: `,
  },
  {
    language: "JSON",
    pattern: /(?<=[({,]\s*)"(·+)"\s*:\s*(?:"(·+)"|(?=\w))/dg,
    here: (part) => `${part(1)}: ${part(2)}`,
    inside: ["type", "topic", "table"],
  },
  {
    language: "JSON",
    pattern: /(?<=[(,]\s*)"(·+)"\s*:\s*/dg,
    here: (part) => `${part(1)}: `,
  },
  {
    language: "shell",
    pattern: /(?<![=\s])\s*>>?\s*("[^"\n]*")/dg,
    here: (part) => ` -> files(${part(1)})`,
    written: (part) => part(0).trim(),
    shown: (part) => `-> files(${part(1)})`,
    certain: false,
    help: "`files` writes files into a directory, and begins new ones as their size and age say.",
    inside: ["agent", "stream"],
  },
  {
    language: "JavaScript",
    pattern: /(?<=\w\(\s*)\{([^{}]*)\}(?=\s*\))/dg,
    here: (part) =>
      part(1)
        .trim()
        .replace(/"(\w+)"(?=\s*:)/g, "$1"),
    codes: ["FLOW3001", "FLOW4004", "FLOW4001"],
    checkerOnly: true,
  },
  {
    language: "YAML",
    pattern: /(?<=^[ \t]+)(source|channel|sink)\s+(\w+)\s*:\s*(?=\w+\s*\()/dgm,
    here: (part) => `${part(1)} ${part(2)} = `,
  },
  {
    language: "Unicode",
    pattern: /\s*(?:→|⟶|⇒)\s*/dg,
    here: () => " -> ",
    written: (part) => part(0).trim(),
    shown: () => "->",
  },
  {
    language: "shell",
    pattern: /->\s*(?:stdout|std::cout|STDOUT|System\.out)\b(?!\s*\()/dg,
    here: () => "-> print()",
    codes: ["FLOW2001", "FLOW2004"],
  },
  {
    language: "Elixir",
    pattern: /\s*(?:\|>|~>|-->|>>>?)\s*(?=[A-Za-z[])/dg,
    here: () => " -> ",
    written: (part) => part(0).trim(),
    shown: () => "->",
    codes: ["FLOW3007"],
  },
  {
    language: "shell",
    pattern: /(?<=(?:^[ \t]+|\{[ \t]*)(?:[\w.()":,· ]|->)*[\w)])\s*[|>]\s*(?=[A-Za-z]\w*\s*(?:\(|$|->|\||>))/dgm,
    here: () => " -> ",
    written: (part) => part(0).trim(),
    shown: () => "->",
  },
  {
    language: "Go",
    pattern: /^([ \t]+)(\w+)\s*<-\s*(\w+)[ \t]*$/dgm,
    here: (part) => `${part(1)}${part(3)} -> ${part(2)}`,
    written: (part) => part(0).trim(),
    shown: (part) => `${part(3)} -> ${part(2)}`,
  },
  {
    language: "Airflow",
    pattern: /^[ \t]+\[(\w+(?:\s*,\s*\w+)+)\]\s*->\s*(\w+)[^\n]*$/dgm,
    here: null,
    written: (part) => `[${part(1)}] ->`,
    lacks: "list on the left of an arrow",
    help: (part) => {
      const wires = part(1)
        .split(/\s*,\s*/)
        .map((one) => `\`${one} -> ${part(2)}\``);
      return `Give each an arrow of its own: ${wires.join(", ")}.`;
    },
    inside: ["agent", "stream"],
  },
  {
    language: "Python",
    pattern: /->\s*[({]([\w\s?]+(?:,[\w\s?]+)+)[)}]/dg,
    here: (part) => `-> [${part(1).trim()}]`,
    codes: ["FLOW5006", "FLOW2001"],
  },
  {
    language: "Flume",
    pattern: /->\s*(\w+\??(?:\s*,\s*\w+\??)+)[ \t]*$/dgm,
    here: (part) => `-> [${part(1)}]`,
  },
  {
    language: "SQL",
    pattern: /\.where\(/dg,
    here: () => ".filter(",
    written: () => ".where(…)",
    shown: () => ".filter(…)",
    codes: ["FLOW2005"],
    checkerOnly: true,
  },
  {
    language: "SQL",
    pattern: /\.(?:select|withColumn|selectExpr)\(/dg,
    here: () => ".map(",
    written: (part) => `${part(0)}…)`,
    shown: () => ".map(x => …)",
    codes: ["FLOW2005"],
    checkerOnly: true,
    certain: false,
  },
  {
    language: "Spark",
    pattern: /\b\w+\.(?:start|awaitTermination|stop)\(\s*\)/dg,
    here: () => "",
    written: (part) => part(0),
    shown: () => "",
    help: "`sluice run FILE` starts every agent and stream of the file.",
    codes: ["FLOW2005", "FLOW2001"],
  },
  {
    language: "Spark",
    pattern: /\s*\.(?:p?print|show)\(\s*\d*\s*\)/dg,
    here: () => " -> print()",
    written: (part) => part(0).trim(),
    shown: () => "-> print()",
    codes: ["FLOW2005"],
  },
  {
    language: "Spark",
    pattern: /\s*\.saveAsTextFiles\(\s*"(·*)"\s*(?:,\s*"(·*)"\s*)?\)/dg,
    here: (part) => ` -> ${filesOf(part(1), part(2))}`,
    written: (part) => part(0).trim(),
    shown: (part) => `-> ${filesOf(part(1), part(2))}`,
    codes: ["FLOW2005"],
    certain: false,
    help: "With `perBatch` each batch has a directory, named after its time as in Spark.",
  },
  {
    language: "Kotlin",
    pattern: /(?<=[{,]\s*)else\s+(?:->\s*)?(?=\w+\s*[,}\n])/dg,
    here: () => "else => ",
    written: (part) => part(0).trim(),
    shown: () => "else =>",
    inside: ["agent", "fn", "stream"],
  },
];

/** The sink that writes what `saveAsTextFiles(prefix, suffix)` does. */
function filesOf(prefix: string, suffix: string): string {
  const end = prefix.lastIndexOf("/");
  const directory = end < 0 ? "." : prefix.slice(0, end);
  const extension = suffix === "" ? "" : `, extension: "${suffix}"`;
  return `files("${directory}", prefix: "${prefix.slice(end + 1)}"${extension}, perBatch: true)`;
}
