/** What all parts of one emission share, and where in it an expression stands. */
import type { ElseDrop, ElseReject, Expr, Node, Span, TypeDecl } from "../../grammar/ast.ts";
import type { Places } from "../3-plan/place.ts";
import type { Plan } from "../3-plan/plan.ts";
import type { Checked, FlowSymbol, Unit } from "../checked.ts";
import { ERROR } from "../types/construct.ts";
import type { Type } from "../types/type.ts";
import type { Block } from "./block.ts";
import type { Value } from "./code.ts";
import type { Imports } from "./imports.ts";
import type { Doc } from "./layout.ts";
import type { Marks } from "./marks.ts";
import type { RuntimeType, RuntimeValue } from "./runtime-names.ts";
import { createFunctionScope, type Scope } from "./scope.ts";
import type { Coverage } from "./test/coverage.ts";

/** Fields of a record that are asked for, by name; null once the whole was asked for. */
export type Demanded = ReadonlySet<string> | null;

/** Something of the top level that stands before what needs it. */
export type Need = Node | SchemaNeed | PreparedNeed;

/** The constant that holds the schema of a named type: `accessSchema`. */
export interface SchemaNeed {
  readonly kind: "Schema";
  readonly decl: TypeDecl;
  readonly name: string;
}

/** The constant that holds a function made once for all its calls. */
export interface PreparedNeed {
  readonly kind: "Prepared";
  readonly name: string;
  readonly value: Doc;
}

export interface Module {
  readonly checked: Checked;
  readonly plan: Plan;
  /** True for the module of a program's `test` blocks: nothing in it reaches outside. */
  readonly testing: boolean;
  /** What counts itself when it is reached; null where nothing does. */
  readonly coverage: Coverage | null;
  readonly places: Places;
  readonly marks: Marks;
  readonly imports: Imports;
  /** Name of each declaration at the top of a file. */
  readonly names: ReadonlyMap<Node, string>;
  /** Id in the plan of each topic, agent and stream. */
  readonly ids: ReadonlyMap<Node, string>;
  /** The emitted module's top level. */
  readonly top: Scope;
  /** What the declaration being emitted needs. */
  readonly needs: Set<Need>;
  /** Schemas of named types, as far as they were asked for. */
  readonly schemas: Map<TypeDecl, SchemaNeed>;
  /** Functions made once, by the text that makes them. */
  readonly prepared: Map<string, PreparedNeed>;
  /** By call: what is done with the record that it gives, as the last round found it and as this one does. */
  readonly demanded: {
    readonly last: ReadonlyMap<Node, Demanded>;
    readonly now: Map<Node, Set<string> | null>;
  };
  /** By function: the names of the top level that stand in it, as the last round found them and as this one does. */
  readonly referred: {
    readonly last: ReadonlyMap<string, ReadonlySet<string>>;
    readonly now: Map<string, Set<string>>;
  };
  /** What each parameter and `let` stands for, at the moment. */
  readonly bindings: Map<Node, Value>;
  /** Emits an expression; statements that it needs go before, into `at.block`. `hint` names what it gives. */
  emit(expr: Expr, at: At, hint?: string): Value;
}

/** Where an expression is emitted. */
export interface At {
  readonly module: Module;
  readonly unit: Unit;
  readonly block: Block;
  readonly exits: Exits;
}

/** What the ways out of an expression become here. */
export interface Exits {
  /** Writes what ends the work on the element at hand. */
  leave(handler: ElseDrop | ElseReject, failure: Doc, at: At): void;
  /** Writes what ends the function with `failure`. */
  passOn(failure: Doc, at: At): void;
  /** The same ways out, from inside a loop. */
  inLoop(): Exits;
}

/** Where neither an element nor a function is at hand. The checker reports such programs, so that none gets here. */
export const NO_EXITS: Exits = {
  leave(handler) {
    throw new Error(`${handler.kind} where no element is at hand`);
  },
  passOn() {
    throw new Error("try outside a function");
  },
  inLoop: () => NO_EXITS,
};

/** `at`, writing into `block`. */
export function inBlock(at: At, block: Block): At {
  return { ...at, block };
}

/** The mark of the place where `span` begins. */
export function markOf(at: { readonly module: Module; readonly unit: Unit }, span: Span): string {
  return at.module.marks.at(at.unit, span.start);
}

/** `"access.flow:21:11"`, as an expression. */
export function placeText(at: { readonly module: Module; readonly unit: Unit }, span: Span): string {
  return JSON.stringify(at.module.places.at(at.unit, span).text);
}

/** Type that the checker found. */
export function typeOf(at: { readonly module: Module }, node: Node): Type {
  return at.module.checked.types.get(node) ?? ERROR;
}

/** What a name stands for. */
export function symbolAt(at: { readonly module: Module }, node: Node): FlowSymbol | null {
  return at.module.checked.symbols.get(node) ?? null;
}

/** The expression inside any parentheses. */
export function bare(expr: Expr): Expr {
  return expr.kind === "ParenExpr" ? bare(expr.value) : expr;
}

/** The scope of a new function; `key` tells it from all others of the module, in every round alike. */
export function functionScope(module: Module, key: string): Scope {
  const now = new Set<string>();
  module.referred.now.set(key, now);
  return createFunctionScope(module.referred.last.get(key) ?? new Set(), (name) => now.add(name));
}

/** A value of the runtime, in an expression. */
export function runtime(at: At, name: RuntimeValue): string {
  return referred(at, at.module.imports.runtime(name));
}

/** A type of the runtime, in a function. */
export function runtimeType(at: At, name: RuntimeType): string {
  return referred(at, at.module.imports.runtimeType(name));
}

/** A declaration at the top of a file, in an expression. */
export function declared(at: At, decl: Node): string {
  at.module.needs.add(decl);
  return referred(at, at.module.names.get(decl) ?? "");
}

/** `name`, which is one of the top level's. */
export function referred(at: At, name: string): string {
  at.block.scope.refer(name);
  return name;
}
