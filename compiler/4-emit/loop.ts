import { createBlock, innerBlock } from "./block.ts";
import { asValue, atom, type Code, type Value } from "./code.ts";
import { braced, type Doc } from "./doc.ts";
import { type At, inBlock } from "./module.ts";
import type { Scope } from "./scope.ts";

/** How the work on one element ends before its time. */
export interface Leave {
  /** True when it just goes on with the next element. */
  readonly continues: boolean;
  statement(): Doc;
  /** The same from inside a loop of the element's own. */
  inLoop(): Leave;
}

interface Label {
  readonly name: string;
  used: boolean;
}

/** Writes `for (const pattern of list) { … }`. `pattern` declares its names, from which the label has its own. */
export function emitLoop(
  at: At,
  list: Doc,
  pattern: (scope: Scope) => { readonly doc: Doc; readonly name: string },
  body: (inner: At, leave: Leave) => void,
): void {
  const inner = inBlock(at, innerBlock(at.block));
  const { doc, name } = pattern(inner.block.scope);
  writeLoop(at, inner, ["const ", doc, " of ", list], name, body);
}

/**
 * Writes a loop over the pieces of `text` between `separator`s, which is not empty: like `emitLoop` over
 * `text.split(separator)`, without an array of the pieces. What has no use for a piece as a whole leaves it in its text.
 * `text` costs nothing to write twice.
 */
export function emitPiecesLoop(
  at: At,
  text: Doc,
  separator: string,
  wanted: string,
  body: (piece: Value, inner: At, leave: Leave) => void,
): void {
  const inner = inBlock(at, innerBlock(at.block));
  const { scope, statements } = inner.block;
  const piece = scope.declare(wanted);
  const from = scope.declare("from");
  const to = scope.declare("to");
  statements.push([to, " = ", text, `.indexOf(${JSON.stringify(separator)}, ${from});`]);
  const head = `let ${from} = 0, ${to} = 0; ${to} !== -1; ${from} = ${to} + ${separator.length}`;
  let isCut = false;
  const whole: Code = {
    ...atom(piece),
    get doc() {
      isCut = true;
      return piece;
    },
  };
  const value = { ...asValue(whole), part: { text, from, to, isCut: () => isCut } };
  writeLoop(at, inner, head, piece, (at, leave) => {
    const before = statements.length;
    body(value, at, leave);
    if (!isCut || statements.length === before) return;
    const cut = [` = ${to} === -1 ? `, text, `.slice(${from}) : `, text, `.slice(${from}, ${to});`];
    statements.splice(before, 0, ["const ", piece, ...cut]);
  });
}

function writeLoop(at: At, inner: At, head: Doc, name: string, body: (inner: At, leave: Leave) => void): void {
  const label = openLabel(inner, `each${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`);
  const before = inner.block.statements.length;
  body(inner, continuing(label));
  closeLabel(inner, label);
  if (inner.block.statements.length === before) return;
  const prefix = label.used ? `${label.name}: ` : "";
  at.block.statements.push([prefix, "for (", head, ") ", braced(inner.block.statements)]);
}

/** `pattern` of a single name. */
export function named(wanted: string): (scope: Scope) => { readonly doc: Doc; readonly name: string } {
  return (scope) => {
    const name = scope.declare(wanted);
    return { doc: name, name };
  };
}

/**
 * Does several things with one element: what one of them drops, the others still get. Each but the last is left by
 * breaking out of a labelled block, which is written only where it is needed.
 */
export function emitEach<T>(
  consumers: readonly T[],
  at: At,
  leave: Leave,
  labelOf: (consumer: T) => string,
  emitOne: (consumer: T, at: At, leave: Leave) => void,
): void {
  for (const [index, consumer] of consumers.entries()) {
    if (index === consumers.length - 1) {
      emitOne(consumer, at, leave);
      return;
    }
    const block = createBlock(at.block.scope);
    const label = openLabel(at, labelOf(consumer));
    emitOne(consumer, inBlock(at, block), breaking(label));
    closeLabel(at, label);
    if (label.used) at.block.statements.push([`${label.name}: `, braced(block.statements)]);
    else at.block.statements.push(...block.statements);
  }
}

/** Work on a single element that stands in no loop: it is left by breaking out of a block. */
export function emitOnce(at: At, labelName: string, body: (inner: At, leave: Leave) => void): void {
  const block = createBlock(at.block.scope);
  const label = openLabel(at, labelName);
  body(inBlock(at, block), breaking(label));
  closeLabel(at, label);
  if (label.used) at.block.statements.push([`${label.name}: `, braced(block.statements)]);
  else at.block.statements.push(...block.statements);
}

/** Writes `if (condition) { … }` around such work. */
export function emitOnceIf(at: At, condition: Doc, labelName: string, body: (inner: At, leave: Leave) => void): void {
  const inner = inBlock(at, innerBlock(at.block));
  const label = openLabel(at, labelName);
  body(inner, breaking(label));
  closeLabel(at, label);
  const prefix = label.used ? `${label.name}: ` : "";
  at.block.statements.push([prefix, "if (", condition, ") ", braced(inner.block.statements)]);
}

function openLabel(at: At, wanted: string): Label {
  return { name: at.block.scope.openLabel(wanted), used: false };
}

function closeLabel(at: At, { name }: Label): void {
  at.block.scope.closeLabel(name);
}

function continuing(label: Label): Leave {
  const far: Leave = { continues: false, statement: () => jump("continue", label), inLoop: () => far };
  return { continues: true, statement: () => "continue;", inLoop: () => far };
}

function breaking(label: Label): Leave {
  const leave: Leave = { continues: false, statement: () => jump("break", label), inLoop: () => leave };
  return leave;
}

function jump(word: string, label: Label): Doc {
  label.used = true;
  return `${word} ${label.name};`;
}
