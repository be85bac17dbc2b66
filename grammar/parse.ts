import type { IToken } from "chevrotain";
import type { Comment, SourceFile } from "./ast.ts";
import { type AstBuilder, createAstBuilder, DEPTH_LIMIT } from "./build-ast.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type Problem, problem } from "./messages.ts";
import { FlowParser } from "./parser/parser.ts";
import { type Scan, scan } from "./scan/scan.ts";
import { findUnchanged, moveNode, type Parsed } from "./unchanged.ts";

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
  return parseScanned(scan(text), text, file);
}

/**
 * Parses a text after an edit; the text before it had no faults. Only the declarations that the edit touched, and their
 * neighbours, are read again. The new tree shares no node with the old one.
 */
export function parseEdited(text: string, file: string, before: Parsed): Omit<ParseResult, "comments"> {
  return parseAround(text, file, before) ?? parse(text, file);
}

function parseScanned(scanned: Scan, text: string, file: string): ParseResult {
  const builder = createAstBuilder(text, scanned.comments);
  const found = scanned.tooDeep ? [] : readStructure(scanned.tokens, text, builder);
  const { tree, comments, problems } = builder.finish();
  const all = [...scanned.problems, ...found, ...problems].sort((a, b) => a.span.start - b.span.start);
  return { tree, comments, diagnostics: all.map((each) => ({ ...each, file })) };
}

/** What is left open by these goes on into the next declaration: a template, a comment, and nesting that is too deep. */
const OPEN_ENDED: ReadonlySet<string> = new Set(["FLOW1003", "FLOW1004", "FLOW1110"]);

/** Null where what was changed may give another meaning to what was not. */
function parseAround(text: string, file: string, before: Parsed): Omit<ParseResult, "comments"> | null {
  const { head, tail, from, to } = findUnchanged(before, text);
  if (head.length + tail.length === 0) return null;
  const shift = text.length - before.text.length;
  // What a word is, the next tokens tell.
  const scanned = scan(text, { start: from, end: tail[0] === undefined ? to : tail[0].span.end + shift });
  if (scanned.problems.some((one) => isOpenEnded(one, text))) return null;
  const builder = createAstBuilder(
    text,
    scanned.comments.filter(({ span }) => span.end <= to),
  );
  const found = readStructure(
    scanned.tokens.filter(({ startOffset }) => startOffset < to),
    text,
    builder,
  );
  const { tree, problems } = builder.finish();
  const faults = [...scanned.problems, ...found, ...problems].sort((a, b) => a.span.start - b.span.start);
  const neighbour = tree.declarations.at(-1)?.span;
  const isInStep = neighbour?.end === to && faults.every(({ span }) => span.end <= neighbour.start);
  if (tail.length > 0 && !isInStep) return null;
  const declarations = [
    ...head.map((one) => moveNode(one, 0)),
    ...tree.declarations,
    ...tail.map((one) => moveNode(one, shift)),
  ];
  return { tree: { ...tree, declarations }, diagnostics: faults.map((each) => ({ ...each, file })) };
}

function isOpenEnded({ code, span }: Problem, text: string): boolean {
  return OPEN_ENDED.has(code) || (code === "FLOW1103" && text.startsWith("${", span.start));
}

function readStructure(tokens: IToken[], text: string, builder: AstBuilder): readonly Problem[] {
  try {
    parser ??= new FlowParser(true);
    return parser.parseFile(tokens, text, builder.add);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Brackets are counted beforehand, but `a => a => …` nests without them until the stack is full.
    parser = undefined;
    return [problem({ start: 0, end: text.length }, "FLOW1110", { limit: DEPTH_LIMIT })];
  }
}
