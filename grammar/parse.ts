import type { IToken } from "chevrotain";
import type { Comment, Declaration, SourceFile } from "./ast.ts";
import { type AstBuilder, type Built, createAstBuilder, DEPTH_LIMIT } from "./build-ast.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type Problem, problem } from "./messages.ts";
import { moveNode } from "./move-node.ts";
import { FlowParser } from "./parser/parser.ts";
import { type Scan, scan } from "./scan/scan.ts";
import { type Changed, findUnchanged, type Parsed } from "./unchanged.ts";

/** What a text says, as far as it can be understood. */
export interface ParseResult {
  readonly tree: SourceFile;
  /** All comments but those in the `doc` of a node, in the order of the text. */
  readonly comments: readonly Comment[];
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
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
 * Parses a text after an edit; the text before it had no faults. Only the declarations that edits touched, and their
 * neighbours, are read again. The new tree shares no node with the old one.
 */
export function parseEdited(text: string, file: string, before: Parsed): ParseResult {
  return parseAround(text, file, before) ?? parse(text, file);
}

function parseScanned(scanned: Scan, text: string, file: string): ParseResult {
  const builder = createAstBuilder(text, scanned.comments);
  const found = scanned.tooDeep ? [] : readStructure(scanned.tokens, text, builder);
  const { tree, comments, problems } = builder.finish();
  return { tree, comments, diagnostics: inOrder([...scanned.problems, ...found, ...problems], file) };
}

/** What is left open by these goes on into the next declaration: a template, a comment, and nesting that is too deep. */
const OPEN_ENDED: ReadonlySet<string> = new Set(["FLOW1003", "FLOW1004", "FLOW1110"]);

/** Null where what was changed may give another meaning to what was not. */
function parseAround(text: string, file: string, before: Parsed): ParseResult | null {
  const parts = findUnchanged(before, text);
  if (parts.every(({ kind }) => kind === "changed")) return null;
  const declarations: Declaration[] = [];
  const comments: Comment[] = [];
  const faults: Problem[] = [];
  for (const part of parts) {
    if (part.kind === "kept") {
      const { by } = part;
      const { start, end } = part.before;
      for (const one of part.declarations) declarations.push(moveNode(one, by));
      for (const { span, text: comment } of before.comments) {
        if (start <= span.start && span.end <= end) {
          comments.push({ span: { start: span.start + by, end: span.end + by }, text: comment });
        }
      }
      continue;
    }
    const read = parsePart(text, part);
    if (read === null) return null;
    declarations.push(...read.tree.declarations);
    comments.push(...read.comments);
    faults.push(...read.problems);
  }
  const tree: SourceFile = { kind: "SourceFile", span: { start: 0, end: text.length }, declarations };
  return { tree, comments, diagnostics: inOrder(faults, file) };
}

/** Null where it may not end where it seems to. */
function parsePart(text: string, { span, ahead, endsUnchanged }: Changed): Built | null {
  // What a word is, the next tokens tell.
  const scanned = scan(text, { start: span.start, end: ahead });
  if (scanned.problems.some((one) => isOpenEnded(one, text))) return null;
  const own = scanned.comments.filter((comment) => comment.span.end <= span.end);
  const builder = createAstBuilder(text, own);
  const tokens = scanned.tokens.filter(({ startOffset }) => startOffset < span.end);
  const found = readStructure(tokens, text, builder);
  const built = builder.finish();
  const problems = [...scanned.problems, ...found, ...built.problems];
  const last = built.tree.declarations.at(-1)?.span;
  const isInStep = last?.end === span.end && problems.every((one) => one.span.end <= last.start);
  return endsUnchanged && !isInStep ? null : { ...built, problems };
}

function inOrder(problems: readonly Problem[], file: string): Diagnostic[] {
  return problems.toSorted((a, b) => a.span.start - b.span.start).map((each) => ({ ...each, file }));
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
