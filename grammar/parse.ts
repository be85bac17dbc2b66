import type { Comment, SourceFile } from "./ast.ts";
import { type AstBuilder, createAstBuilder, DEPTH_LIMIT } from "./build-ast.ts";
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
  const builder = createAstBuilder(text, scanned.comments);
  const found = scanned.tooDeep ? [] : readStructure(scanned, text, builder);
  const { tree, comments, problems } = builder.finish();
  const all = [...scanned.problems, ...found, ...problems].sort((a, b) => a.span.start - b.span.start);
  return { tree, comments, diagnostics: all.map((each) => ({ ...each, file })) };
}

function readStructure(scanned: Scan, text: string, builder: AstBuilder): readonly Problem[] {
  try {
    parser ??= new FlowParser(true);
    return parser.parseFile(scanned.tokens, text, builder.add);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Brackets are counted beforehand, but `a => a => …` nests without them until the stack is full.
    parser = undefined;
    return [problem({ start: 0, end: text.length }, "FLOW1110", { limit: DEPTH_LIMIT })];
  }
}
