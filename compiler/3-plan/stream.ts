import type { CallExpr, Expr, LetStmt, StreamDecl, Wire } from "../../grammar/ast.ts";
import { constants, evaluate } from "../2-check/evaluate.ts";
import type { BoundCall, Unit } from "../checked.ts";
import { STRING } from "../types/construct.ts";
import type { Type } from "../types/type.ts";
import { bare, callOf, elementOf, idOf, type PlanContext, readsTopic, symbolOf } from "./context.ts";
import { createNames } from "./names.ts";
import { isStream, planOperator } from "./operator.ts";
import { shapeOf } from "./operator-shapes.ts";
import type { PoisonPlan, StreamPlan } from "./plan.ts";
import {
  addChannelInput,
  addOutput,
  addSource,
  addTopicInput,
  nameFor,
  nodeId,
  type StreamDraft,
} from "./stream-draft.ts";
import { planTarget } from "./target.ts";

/** Plans a stream: what its lets and wires read, in an order in which everything stands after what it needs. */
export function planStream(context: PlanContext, decl: StreamDecl, unit: Unit): StreamPlan {
  const lets = decl.members.filter((member) => member.kind === "LetStmt");
  const draft: StreamDraft = {
    context,
    id: idOf(context, decl),
    unit,
    names: createNames(lets.map((member) => member.name.text)),
    cadences: [],
    inputs: new Map(),
    outputs: new Map(),
    refusals: new Map(),
    nodes: new Map(),
    wires: [],
    lets: new Map(),
  };
  addCadence(draft, decl.every, null);
  for (const member of decl.members) {
    if (member.kind === "Wire") planWire(draft, member);
    else if (isStreamType(context.checked.types.get(member))) letNode(draft, member);
  }
  return {
    id: draft.id,
    name: decl.name.text,
    doc: decl.doc,
    place: context.places.at(unit, decl.name.span),
    guarantees: decl.guarantees?.text ?? null,
    claimedAt: decl.guarantees === null ? null : context.places.at(unit, decl.guarantees.span),
    every: decl.every,
    retries: decl.retries,
    poison: planPoison(draft, decl),
    cadences: draft.cadences,
    inputs: [...draft.inputs.values()],
    outputs: [...draft.outputs.values()],
    nodes: [...draft.nodes.values()],
    wires: draft.wires,
  };
}

/** Dead letters are texts: inputs may be of different types. */
function planPoison(draft: StreamDraft, { otherwise }: StreamDecl): PoisonPlan | null {
  if (otherwise === null) return null;
  const place = draft.context.places.at(draft.unit, otherwise.span);
  if (otherwise.kind === "ElseDrop") return { to: null, place };
  const to = addOutput(draft, otherwise.target, STRING);
  return to === null ? null : { to, place };
}

/** True for what a stream's operators can stand on. */
function isStreamType(type: Type | undefined): boolean {
  return type?.kind === "generic" && (type.name === "DStream" || type.name === "Topic" || type.name === "Channel");
}

/** Node of a `let`, planned when it is first met. */
function letNode(draft: StreamDraft, decl: LetStmt): string | null {
  const known = draft.lets.get(decl);
  if (known !== undefined) return known;
  const name = decl.name.text;
  const id = planNode(draft, decl.value, name, name);
  if (id === null) return null;
  draft.lets.set(decl, id);
  const node = draft.nodes.get(id);
  if (node !== undefined) draft.nodes.set(id, { ...node, names: [...node.names, name] });
  return id;
}

/**
 * Node of an expression. `letName` is what the program calls it; `within` the `let` it is a part of, below which its
 * operators get their ids (`trending.hits.filter`).
 */
function planNode(draft: StreamDraft, expr: Expr, letName: string | null, within: string | null): string | null {
  const inner = bare(expr);
  const symbol = symbolOf(draft.context, inner);
  if (inner.kind === "NameExpr" && symbol?.kind === "let") return letNode(draft, symbol.decl);
  if (inner.kind === "NameExpr" && symbol?.kind === "topic") {
    return addTopicInput(draft, symbol.decl, null, inner, letName);
  }
  if (symbol?.kind === "component") {
    return addChannelInput(draft, symbol, elementOf(draft.context.checked.types.get(inner)), inner, letName);
  }
  const made = callOf(draft.context, inner);
  if (made === null) return null;
  const topic = readsTopic(draft.context, made.bound);
  if (topic !== null) return addTopicInput(draft, topic, made.bound, inner, letName);
  if (made.bound.receiver === null) return addSource(draft, inner, letName);
  return planOperatorNode(draft, made.call, made.bound, made.bound.receiver, letName, within);
}

function planOperatorNode(
  draft: StreamDraft,
  call: CallExpr,
  bound: BoundCall,
  receiver: Expr,
  letName: string | null,
  within: string | null,
): string | null {
  const others = bound.args.flatMap((arg) => (isStream(arg) && arg.value !== null ? [arg.value] : []));
  const from = [receiver, ...others].map((stream) => planNode(draft, stream, null, within));
  const parents = from.flatMap((id) => draft.nodes.get(id ?? "") ?? []);
  const [first] = parents;
  if (first === undefined || bound.callee.kind !== "extern") return null;
  const shape = shapeOf(bound.callee.declaration);
  const wanted = within === null ? bound.callee.decl.name.text : `${within}.${bound.callee.decl.name.text}`;
  const id = nodeId(draft, nameFor(draft, letName, wanted));
  const rejectTo = (target: Expr, element: Type) => addOutput(draft, target, element);
  const operator = planOperator(draft.context, call, bound, first.element, id, draft.unit, rejectTo);
  if (operator === null) return null;
  const slide = bound.args.find((arg) => arg.name === shape.slide)?.value ?? null;
  draft.nodes.set(id, {
    kind: "operator",
    ...operator,
    names: [],
    from: parents.map((parent) => parent.id),
    reads: shape.reads,
    cadence: slide === null || slide.kind === "NullLiteral" ? first.cadence : addCadence(draft, slide, first.cadence),
  });
  return id;
}

/** The cadence of a slide; one that is known to equal its parent's is the parent's. */
function addCadence(draft: StreamDraft, every: Expr, parent: string | null): string {
  const { checked } = draft.context;
  const value = evaluate(every, constants(checked.symbols));
  const ms = typeof value === "number" ? value : null;
  const text = draft.unit.text.slice(every.span.start, every.span.end);
  const equal = draft.cadences.find((one) =>
    one.id === parent ? one.id === text || (ms !== null && one.ms === ms) : one.parent === parent && one.id === text,
  );
  if (equal !== undefined) return equal.id;
  const taken = draft.cadences.some((one) => one.id === text);
  const id = taken ? `${parent}, ${text}` : text;
  draft.cadences.push({ id, parent, ms });
  return id;
}

function planWire(draft: StreamDraft, wire: Wire): void {
  const from = planNode(draft, wire.from, null, null);
  const node = draft.nodes.get(from ?? "");
  if (node === undefined) return;
  // A stream's wire has one arrow: nothing flows on from a sink.
  const [target] = wire.to;
  if (target === undefined) return;
  const to = planTarget(draft.context, draft.unit, target, node.element, {
    end: (end, element, refused) => addOutput(draft, end.value, element, refused),
    refusedEnd: (end, element) => addOutput(draft, end, element),
    routeId: () => nodeId(draft, draft.names.take("route")),
  });
  if (to === null) return;
  const place = draft.context.places.at(draft.unit, wire.span);
  draft.wires.push({ from: node.id, to, cadence: node.cadence, place });
}
