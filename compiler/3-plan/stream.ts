import type { CallExpr, Expr, LetStmt, StreamDecl, Wire } from "../../grammar/ast.ts";
import { constants, evaluate } from "../2-check/value/evaluate.ts";
import type { BoundCall, Unit } from "../model/checked.ts";
import { STRING } from "../model/types/construct.ts";
import type { Type } from "../model/types/type.ts";
import type { WindowParams } from "../model/window-params.ts";
import {
  bare,
  callOf,
  elementOf,
  idOf,
  keptIdOf,
  type PlanContext,
  type PlannedCall,
  readsTopic,
  symbolOf,
} from "./context.ts";
import { planExpression } from "./expression.ts";
import { createNames } from "./names.ts";
import { isStream, planOperator, RECEIVER } from "./operator.ts";
import { shapeOf } from "./operator-shape.ts";
import type { PoisonPlan, StreamPlan, StreamPort } from "./plan.ts";
import { tableName, withStableIds } from "./stable-ids.ts";
import {
  addChannelInput,
  addOutput,
  addSource,
  addTopicInput,
  interval,
  nodeId,
  type StreamDraft,
  unnamedId,
} from "./stream-draft.ts";
import { planTarget } from "./target.ts";

/** Plans a stream: what its lets and wires read, in an order in which everything stands after what it needs. */
export function planStream(context: PlanContext, decl: StreamDecl, unit: Unit): StreamPlan {
  const lets = decl.members.filter((member) => member.kind === "LetStmt");
  const draft: StreamDraft = {
    context,
    id: idOf(context, decl),
    keptAs: keptIdOf(context, decl),
    unit,
    names: createNames(lets.flatMap(({ name, was }) => (was === null ? [name.text] : [name.text, was.value]))),
    former: new Map(lets.flatMap(({ name, was }) => (was === null ? [] : [[name.text, was.value]]))),
    cadences: [],
    inputs: new Map(),
    outputs: new Map(),
    refusals: new Map(),
    nodes: new Map(),
    wires: [],
    lets: new Map(),
    unnamed: new Map(),
    chains: new Map(),
  };
  context.origins.intervals.set(draft.id, decl.every);
  addCadence(draft, decl.every, null, "");
  for (const member of decl.members) {
    if (member.kind === "Wire") planWire(draft, member);
    else if (isStreamType(context.checked.types.get(member))) letNode(draft, member);
  }
  return {
    id: draft.id,
    name: decl.name.text,
    keptAs: draft.keptAs,
    doc: decl.doc,
    place: context.places.at(unit, decl.name.span),
    guarantees: decl.guarantees?.text ?? null,
    claimedAt: decl.guarantees === null ? null : context.places.at(unit, decl.guarantees.span),
    every: planExpression(context, decl.every, unit),
    overrun: decl.overrun?.text ?? null,
    maxRate: decl.maxRate && planExpression(context, decl.maxRate, unit),
    maxRatePerPartition: decl.maxRatePerPartition && planExpression(context, decl.maxRatePerPartition, unit),
    backpressure: decl.backpressureSpan !== null,
    retries: decl.retries && planExpression(context, decl.retries, unit),
    poison: planPoison(draft, decl),
    cadences: draft.cadences,
    inputs: [...draft.inputs.values()],
    outputs: [...draft.outputs.values()],
    ...withStableIds({ nodes: [...draft.nodes.values()], wires: draft.wires }, draft, context.origins),
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
 * Node of an expression. `letName` is what the program calls it; `parentLet` the `let` it is a part of, below which its
 * operators get their ids (`trending.hits.filter`).
 */
function planNode(draft: StreamDraft, expr: Expr, letName: string | null, parentLet: string | null): string | null {
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
  return planOperatorNode(draft, made, letName, parentLet);
}

function planOperatorNode(
  draft: StreamDraft,
  made: PlannedCall,
  letName: string | null,
  parentLet: string | null,
): string | null {
  const { call, bound } = made;
  const portOf = (port: string, stream: Expr): StreamPort[] => {
    const node = draft.nodes.get(planNode(draft, stream, null, parentLet) ?? "");
    return node === undefined ? [] : [{ port, node: node.id, element: node.element }];
  };
  const [first, ...others] = [
    ...(bound.receiver === null ? [] : portOf(RECEIVER, bound.receiver)),
    ...bound.args.flatMap((arg) => (isStream(arg) && arg.value !== null ? portOf(arg.name, arg.value) : [])),
  ];
  if (first === undefined || bound.callee.kind !== "extern") return null;
  const { declaration } = bound.callee;
  const named = { id: nodeId(draft, letName ?? ""), keptAs: draft.former.get(letName ?? "") ?? letName ?? "" };
  const { id, keptAs } = letName === null ? addUnnamed(draft, first.node, call, declaration.name, parentLet) : named;
  const rejectTo = (target: Expr, element: Type) => addOutput(draft, target, element);
  const operator = planOperator(draft.context, id, made, draft.unit, { input: first.element, rejectTo });
  if (operator === null) return null;
  const cadence = draft.nodes.get(first.node)?.cadence ?? interval(draft);
  draft.nodes.set(id, {
    kind: "operator",
    ...operator,
    names: [],
    inputs: [first, ...others],
    keptAs: tableName(keptAs),
    keptAsChain: null,
    shape: shapeOf(declaration),
    cadence: cadenceOf(draft, bound, declaration.windowed, cadence),
  });
  return id;
}

function addUnnamed(
  draft: StreamDraft,
  parent: string,
  { span }: CallExpr,
  operator: string,
  parentLet: string | null,
): { readonly id: string; readonly keptAs: string } {
  const { id, wanted, keptAs } = unnamedId(draft, parent, operator, parentLet);
  const text = draft.unit.text.slice(span.start, span.end);
  draft.unnamed.set(wanted, [...(draft.unnamed.get(wanted) ?? []), { id, text, keptAs }]);
  return { id, keptAs };
}

/** How often there is a result of a call whose input comes with `parent`. */
function cadenceOf(draft: StreamDraft, { args }: BoundCall, windowed: WindowParams | null, parent: string): string {
  const given = (name: string | null | undefined): Expr | null => {
    const value = args.find((arg) => arg.name === name)?.value ?? null;
    return value?.kind === "NullLiteral" ? null : value;
  };
  const textOf = ({ span }: Expr): string => draft.unit.text.slice(span.start, span.end);
  const slide = given(windowed?.slide);
  if (slide === null) return parent;
  const [zone, offset] = [given(windowed?.zone), given(windowed?.offset)];
  const clocks = [zone, offset].map((one) => (one === null ? "" : textOf(one))).join(" + ");
  return addCadence(draft, slide, parent, zone === null && offset === null ? "" : ` in ${clocks}`);
}

/** The cadence of a slide; one that is known to equal its parent's is the parent's, unless clocks of its own say when. */
function addCadence(draft: StreamDraft, every: Expr, parent: string | null, clocks: string): string {
  const { checked } = draft.context;
  const value = evaluate(every, constants(checked.symbols));
  const ms = typeof value === "number" ? value : null;
  const text = `${draft.unit.text.slice(every.span.start, every.span.end)}${clocks}`;
  const equal = draft.cadences.find((one) =>
    one.id === parent && clocks === ""
      ? one.id === text || (ms !== null && one.ms === ms)
      : one.parent === parent && one.id === text,
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
    routeId: () => nodeId(draft, draft.names.take(`${node.id.slice(draft.id.length + 1)}.route`)),
  });
  if (to === null) return;
  const place = draft.context.places.at(draft.unit, wire.span);
  draft.wires.push({ from: node.id, to, cadence: node.cadence, place });
}
