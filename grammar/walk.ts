import type { Node, SourceFile, Span, StreamDecl } from "./ast.ts";

type NodeOf<Kind extends Node["kind"]> = Extract<Node, { kind: Kind }>;

/** The keys of a node type under which its children are found. */
type ChildKey<N> = {
  [Key in keyof N]-?: N[Key] extends Node | null | readonly Node[] ? Key : never;
}[keyof N];

/** Every child key of every kind, in the order of the text. The type asks for each one, so none can be forgotten. */
const CHILD_KEYS: { readonly [Kind in Node["kind"]]: Readonly<Record<ChildKey<NodeOf<Kind>>, true>> } = {
  Name: {},
  SourceFile: { declarations: true },
  ImportDecl: { names: true, from: true },
  TypeDecl: { name: true, typeParams: true, type: true },
  ConstDecl: { name: true, type: true, value: true },
  ParamDecl: { name: true, type: true, value: true },
  SecretDecl: { name: true, value: true },
  FnDecl: { name: true, typeParams: true, params: true, result: true, body: true },
  Parameter: { name: true, type: true, value: true },
  TopicDecl: { name: true, was: true, element: true, value: true },
  TableDecl: { name: true, element: true, value: true },
  AgentDecl: { name: true, was: true, guarantees: true, members: true },
  ComponentDecl: { name: true, was: true, value: true },
  StreamDecl: {
    name: true,
    was: true,
    every: true,
    guarantees: true,
    overrun: true,
    maxRate: true,
    maxRatePerPartition: true,
    retries: true,
    otherwise: true,
    members: true,
  },
  TestDecl: { name: true, members: true },
  GivenStmt: { target: true, value: true },
  AdvanceStmt: { by: true },
  ExpectStmt: { actual: true, expected: true },
  ExpectFailureStmt: { owner: true, reason: true },
  ExternDecl: {
    receiver: true,
    name: true,
    typeParams: true,
    params: true,
    result: true,
    clauses: true,
    from: true,
  },
  Clause: { word: true, args: true, text: true, for: true, unless: true },
  LetStmt: { name: true, was: true, type: true, value: true },
  Block: { lets: true, result: true },
  Wire: { from: true, to: true },
  TargetExpr: { value: true, refused: true },
  FanOut: { targets: true },
  Route: { selector: true, cases: true },
  RouteCase: { patterns: true, target: true },
  DropTarget: {},
  NameExpr: {},
  NumberLiteral: {},
  StringLiteral: {},
  TemplateLiteral: { values: true },
  BoolLiteral: {},
  NullLiteral: {},
  DurationLiteral: {},
  SizeLiteral: {},
  TimestampLiteral: {},
  RegexLiteral: {},
  ArrayExpr: { elements: true },
  Spread: { value: true },
  TupleExpr: { elements: true },
  RecordExpr: { fields: true },
  RecordField: { name: true, value: true },
  LambdaExpr: { params: true, body: true },
  CallExpr: { callee: true, typeArgs: true, args: true },
  Argument: { name: true, value: true },
  MemberExpr: { object: true, name: true },
  IndexExpr: { object: true, index: true },
  UnaryExpr: { operand: true },
  BinaryExpr: { left: true, right: true },
  // biome-ignore lint/suspicious/noThenProperty: a table of keys, and one of them is called so
  ConditionalExpr: { condition: true, then: true, otherwise: true },
  MatchExpr: { value: true, cases: true },
  MatchCase: { patterns: true, value: true },
  ElseExpr: { value: true, handler: true },
  ElseValue: { value: true },
  ElseDrop: {},
  ElseReject: { target: true },
  ElseFail: {},
  TryExpr: { value: true },
  ParenExpr: { value: true },
  MissingExpr: {},
  NamedType: { name: true, args: true },
  ArrayType: { element: true },
  TupleType: { elements: true },
  RecordType: { fields: true },
  FieldType: { name: true, type: true },
  FunctionType: { params: true, result: true },
  FunctionTypeParam: { name: true, type: true },
  UnionType: { members: true },
  LiteralType: {},
  NullableType: { type: true },
  FallibleType: { type: true },
  MissingType: {},
};

const KEYS_BY_KIND: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(CHILD_KEYS).map(([kind, keys]) => [kind, Object.keys(keys)]),
);

/** `stream s guarantees g every 1s` */
const CLAIM_FIRST: readonly (keyof StreamDecl)[] = [
  "name",
  "was",
  "guarantees",
  "every",
  "overrun",
  "maxRate",
  "maxRatePerPartition",
  "retries",
  "otherwise",
  "members",
];

function keysOf(node: Node): readonly string[] {
  if (node.kind === "StreamDecl" && node.guarantees !== null && node.guarantees.span.start < node.every.span.start) {
    return CLAIM_FIRST;
  }
  return KEYS_BY_KIND.get(node.kind) ?? [];
}

type Children = Readonly<Record<string, Node | readonly Node[] | null | undefined>>;

function isList(value: Node | readonly Node[] | null | undefined): value is readonly Node[] {
  return Array.isArray(value);
}

/** The direct children of a node, in the order of the text. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  const values = node as unknown as Children;
  for (const key of keysOf(node)) {
    const value = values[key];
    if (isList(value)) found.push(...value);
    else if (value) found.push(value);
  }
  return found;
}

/**
 * Visits `node` and all below it in the order of the text. `enter` may return false to leave a node's children out;
 * `leave` runs after them either way.
 */
export function walk(
  node: Node,
  enter: (node: Node, parent: Node | null) => unknown,
  leave?: (node: Node, parent: Node | null) => void,
): void {
  visit(node, null);

  // Without `children`: its arrays cost more than all the rest.
  function visit(current: Node, parent: Node | null): void {
    if (enter(current, parent) !== false) {
      const values = current as unknown as Children;
      for (const key of keysOf(current)) {
        const value = values[key];
        if (isList(value)) for (const child of value) visit(child, current);
        else if (value) visit(value, current);
      }
    }
    leave?.(current, parent);
  }
}

/** The nodes around `node`, which stands in `tree` and is not empty: from the file down to itself. */
export function pathTo(tree: SourceFile, node: Node): Node[] {
  const { start, end } = node.span;
  const path: Node[] = [];
  let current: Node | undefined = tree;
  while (current !== undefined) {
    path.push(current);
    if (current === node) break;
    current = childAround(current, start, end);
  }
  return path;
}

/** The first child that encloses these offsets; without `children`, which copies all declarations of a file. */
function childAround(node: Node, start: number, end: number): Node | undefined {
  const isAround = ({ span }: Node): boolean => span.start <= start && end <= span.end;
  const values = node as unknown as Children;
  for (const key of keysOf(node)) {
    const value = values[key];
    const found = isList(value) ? value.find(isAround) : value && isAround(value) ? value : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The nodes around an offset, from the file down to the smallest. A node touches the offsets at both its ends; where
 * two siblings meet at the offset, the later one is taken, unless it is only a missing piece.
 */
export function nodeAt(tree: SourceFile, offset: number): Node[] {
  const path: Node[] = [];
  let current: Node | undefined = tree;
  while (current !== undefined) {
    path.push(current);
    const touching: Node[] = children(current).filter(({ span }) => span.start <= offset && offset <= span.end);
    current = touching.findLast(({ span }) => span.start < span.end) ?? touching.at(-1);
  }
  return path;
}

/** Whether `inner` lies within `outer`, or is the same. */
export function encloses(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
