/** What all parts of one emission share, and where in it an expression stands. */
import type { ElseDrop, ElseExpr, ElseReject, Expr, Node, Span, TypeDecl } from "../../grammar/ast.ts";
import type { Origins } from "../3-plan/origins.ts";
import type { Places } from "../3-plan/place.ts";
import type { OperatorPlan, Plan, RouteCasePlan } from "../3-plan/plan.ts";
import type { Checked, FlowSymbol, Unit } from "../model/checked.ts";
import { ERROR } from "../model/types/construct.ts";
import type { Type } from "../model/types/type.ts";
import type { Block } from "./block.ts";
import type { Value } from "./code.ts";
import type { Doc } from "./doc.ts";
import type { Imports } from "./imports.ts";
import type { RuntimeType, RuntimeValue } from "./runtime-names.ts";
import { createFunctionScope, type Scope } from "./scope.ts";
import type { SourcePositions } from "./source-positions.ts";

/** Fields of a record that are asked for, by name; null once the whole was asked for. */
export type Demanded = ReadonlySet<string> | null;

/** Something of the top level that stands before what needs it. */
export type Need = Node | SchemaNeed | EncoderNeed | PreparedNeed;

/** The constant that holds the schema of a named type: `accessSchema`. */
export interface SchemaNeed {
  readonly kind: "Schema";
  readonly decl: TypeDecl;
  readonly name: string;
}

/** The function that writes values of a named record as JSON: `encodeAccess`. */
export interface EncoderNeed {
  readonly kind: "Encoder";
  readonly decl: TypeDecl;
  readonly name: string;
}

/** The constant that holds a function made once for all its calls. */
export interface PreparedNeed {
  readonly kind: "Prepared";
  readonly name: string;
  readonly value: Doc;
}

/** What is known and collected while one module is emitted. */
export interface Module {
  readonly checked: Checked;
  readonly plan: Plan;
  readonly origins: Origins;
  /** True for the module of a program's `test` blocks: nothing in it reaches outside. */
  readonly testing: boolean;
  /** What watches the program from inside; mostly nothing. */
  readonly probes: readonly Probe[];
  readonly places: Places;
  readonly marks: SourcePositions;
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
  /** Encoders of named records, as far as they were asked for. */
  readonly encoders: Map<TypeDecl, EncoderNeed>;
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

/** Something that watches: the coverage of tests, the counts of metrics. It leaves out what it does not look at. */
export interface Probe {
  /** What watches in its place in functions for those batches that are watched closely; these are written beside the others. */
  readonly watched?: Probe;
  /** Writes what stands at the beginning of a function in which elements pass these operators, in this order. */
  begin?(operators: readonly OperatorPlan[], soleTaker: SoleTaker, at: At): void;
  /** Writes what stands at its end. */
  end?(operators: readonly OperatorPlan[], at: At): void;
  /** Writes that `operator` is given an element, or `count` of them at once, which may be none. */
  entered?(operator: OperatorPlan, count: Doc | null, at: At): void;
  /** Writes that `operator`, which has gathered elements, makes its results of them now. */
  resumed?(operator: OperatorPlan, at: At): void;
  /** Writes that `operator` has given an element, or so many. */
  left?(operator: OperatorPlan, count: Doc | null, at: At): void;
  /** Writes that `operator` gives `element`: what it is, as far as it is at hand. */
  gave?(operator: OperatorPlan, element: Doc, at: At): void;
  /** Writes that `operator` gives all that are in `elements`. */
  gaveAll?(operator: OperatorPlan, elements: Doc, at: At): void;
  /** Writes that a case of a route was chosen. */
  chosen?(one: RouteCasePlan, at: At): void;
  /** Writes that there was no value, and `else` had to say what then. */
  failed?(expr: ElseExpr, at: At): void;
  /** What stands for a component that `made` makes. */
  component?(role: "source" | "channel" | "sink", made: Doc, at: At): Doc;
  /** Properties of a flow or stream with these operators, for the runtime to find what was written. */
  properties?(operators: readonly OperatorPlan[], at: At): Doc[];
  /** Properties of a way out that bodies of this type leave by. */
  wayOut?(element: Type, at: At): Doc[];
}

/** The operator that takes all that another gives, if there is one alone and nothing else takes it. */
export type SoleTaker = (operator: OperatorPlan) => OperatorPlan | null;

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

/** A value of the standard library that is not a component, in an expression: `array/equal`. */
export function stdlib(at: At, path: string, name: string): string {
  return referred(at, at.module.imports.stdlib(path, name));
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
