import type { Comment, SourceFile } from "./ast.ts";
import { NESTING_LIMIT } from "./brackets.ts";
import { type Built, buildAst } from "./build-ast.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type Problem, problem } from "./messages.ts";
import { FlowParser } from "./parser.ts";
import { type Scan, scan } from "./scan.ts";

/** What a text says, as far as it can be understood. */
export interface ParseResult {
  readonly tree: SourceFile;
  /** All comments but those in the `doc` of a node, in the order of the text. */
  readonly comments: Comment[];
  /** In the order of the text. */
  readonly diagnostics: Diagnostic[];
}

let parser: FlowParser | undefined;

/**
 * Parses a `.flow` file. Never throws: whatever the text lacks is a `Missing` node or an empty name in the tree, and
 * is reported once. `file` is only passed on to the diagnostics.
 */
export function parse(text: string, file: string): ParseResult {
  const scanned = scan(text);
  const problems = [...scanned.problems];
  const built = scanned.tooDeep ? emptyFile(scanned, text) : structure(scanned, text, problems);
  problems.push(...built.problems);
  problems.sort((a, b) => a.span.start - b.span.start);
  return { tree: built.tree, comments: built.comments, diagnostics: problems.map((each) => ({ ...each, file })) };
}

function structure(scanned: Scan, text: string, problems: Problem[]): Built {
  try {
    parser ??= new FlowParser(true);
    const parsed = parser.parseFile(scanned.tokens, text);
    problems.push(...parsed.problems);
    return buildAst(parsed.cst, text, scanned.comments);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Brackets are counted beforehand, but `a => a => …` nests without them until the stack is full.
    parser = undefined;
    problems.push(problem({ start: 0, end: text.length }, "FLOW1110", { limit: NESTING_LIMIT }));
    return emptyFile(scanned, text);
  }
}

function emptyFile(scanned: Scan, text: string): Built {
  const tree: SourceFile = { kind: "SourceFile", span: { start: 0, end: text.length }, declarations: [] };
  return { tree, comments: scanned.comments, problems: [] };
}
