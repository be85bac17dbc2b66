import { readFileSync } from "node:fs";
import { analyse } from "../../compiler/compile.ts";
import type { Host } from "../../compiler/model/host.ts";
import { parse } from "../../grammar/parse.ts";
import { scan } from "../../grammar/scan/scan.ts";
import { DECLARATION_WORDS } from "../../grammar/tokens/keywords.ts";
import { diskHost, hostPath, hostWithFile } from "../disk-host.ts";
import { readRegularFile } from "../regular-file.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import { compileExpression, EXPRESSION } from "./compile-expression.ts";

/** Lines of a file that an expression which mentions `line` is shown for. */
const SHOWN_LINES = 10;

const HELP = [
  "an expression         its value and its type",
  "fn, type, let, …      a declaration, which later ones may use; one of the same name replaces it",
  ":lines FILE           the lines that `line` stands for",
  ":quit                 or Ctrl-D",
  "",
].join("\n");

/** What `sluice repl` keeps between two lines. */
export interface Session {
  /** What to show before the next line: another one where the text is unfinished. */
  readonly prompt: string;
  /** Takes a line and writes what comes of it to standard output, and what is wrong to standard error. False at the end. */
  read(line: string): Promise<boolean>;
}

/** A session that begins with the declarations of the file `entry`, where it is not null, and its params as `settings` say. */
export function createSession(entry: string | null, settings: readonly string[]): Session {
  const host = diskHost();
  const cache = parsedStandardLibrary(host);
  const path = entry ?? hostPath("session.flow");
  const file = entry === null ? "" : (readRegularFile(entry)?.toString("utf8") ?? "");
  const declarations = new Map<string, string>();
  let lines: readonly string[] = [];
  let unfinished = "";

  const textWith = (more: ReadonlyMap<string, string>) => `${[file, ...more.values()].join("\n")}\n`;

  function declare(text: string): void {
    const name = nameDeclared(text);
    const changed = new Map(declarations);
    changed.delete(name);
    const before = textWith(changed);
    const program = hostWithFile(host, path, `${before}${text}\n`);
    const { diagnostics } = analyse(program, path, cache);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    printFrames(errors, program);
    if (errors.length === 0) {
      declarations.delete(name);
      declarations.set(name, text);
    }
  }

  async function evaluate(expression: string): Promise<void> {
    const surroundings = { path, text: textWith(declarations), settings };
    const { evaluation, diagnostics } = await compileExpression(host, cache, expression, surroundings);
    const shown: Host = hostWithFile(hostWithFile(host, path, surroundings.text), EXPRESSION, expression);
    printFrames(diagnostics, shown);
    if (evaluation === null) return;
    if (evaluation.usesLine && lines.length === 0) {
      process.stderr.write("there are no lines yet; read some with `:lines FILE`\n");
      return;
    }
    const inputs = evaluation.usesLine ? lines.slice(0, SHOWN_LINES) : [""];
    for (const line of inputs) {
      const value = evaluation.of(line);
      if ("text" in value) process.stdout.write(`${value.text} : ${evaluation.type}\n`);
      else process.stderr.write(`failed: ${value.failure}\n`);
    }
  }

  function readLines(name: string): void {
    try {
      lines = readFileSync(name, "utf8")
        .replace(/\r?\n$/, "")
        .split(/\r?\n/);
      const rest = lines.length > SHOWN_LINES ? ` for the first ${SHOWN_LINES}` : "";
      process.stdout.write(`${lines.length} lines; an expression that mentions \`line\` is shown${rest}\n`);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    }
  }

  function runCommand(text: string): boolean {
    const [name, ...rest] = text.split(/\s+/);
    if (name === ":quit" || name === ":q") return false;
    if (name === ":lines" && rest.length > 0) readLines(rest.join(" "));
    else process.stdout.write(HELP);
    return true;
  }

  return {
    get prompt() {
      return unfinished === "" ? "> " : "… ";
    },
    async read(line) {
      // A name for a value is a `let` inside of a function, and a `const` where declarations stand.
      const text = unfinished === "" ? line.trim().replace(/^let(?=\s+\w)/, "const") : `${unfinished}\n${line}`;
      const isEnd = unfinished !== "" && line.trim() === "";
      unfinished = "";
      if (text.trim() === "") return true;
      if (text.startsWith(":")) return runCommand(text);
      const isDeclaration = startsDeclaration(text);
      if (!isEnd && isUnfinished(isDeclaration ? text : `fn f() = ${text}`)) unfinished = text;
      else if (isDeclaration) declare(text);
      else await evaluate(text);
      return true;
    },
  };
}

function startsDeclaration(text: string): boolean {
  const [first, second] = scan(text).tokens;
  return second !== undefined && DECLARATION_WORDS.some((word) => word === first?.image);
}

/** Whether the text might parse if more followed: its first fault is where it ends, or a bracket that is not closed. */
function isUnfinished(text: string): boolean {
  const first = parse(text, "").diagnostics.find(({ severity }) => severity === "error");
  return first !== undefined && (first.code === "FLOW1103" || first.span.end >= text.trimEnd().length);
}

/** What a later declaration of the same name takes the place of. */
function nameDeclared(text: string): string {
  const [declaration] = parse(text, "").tree.declarations;
  return declaration !== undefined && "name" in declaration && declaration.kind !== "TestDecl"
    ? declaration.name.text
    : text;
}
