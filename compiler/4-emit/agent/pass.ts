/** The steps on a wire of an agent, fused into one loop over the events. */
import { endpointsOf } from "../../3-plan/checks/endpoints.ts";
import type { AgentPlan, BranchPlan, FlowPlan, OperatorPlan } from "../../3-plan/plan.ts";
import { createBlock } from "../block.ts";
import { atom, call, type Value } from "../code.ts";
import { braced, type Doc } from "../doc.ts";
import { emitEach, emitLoop, type Leave } from "../loop.ts";
import { type At, functionScope, markOf, NO_EXITS, runtime } from "../module.ts";
import { idText, type Side } from "../operators/chain.ts";
import { eventOf, eventType, withBody } from "../operators/event.ts";
import { declareInterceptor, emitInterceptor } from "../operators/interceptor.ts";
import { beginFunction, endFunction, enterOperator, leaveOperator, watchedAt } from "../probe.ts";
import { asTaken, rejectsOf } from "../rejects.ts";
import { elementwiseEmitterOf, hintOfOperator } from "../stream/emitter-of.ts";
import { emitTarget, shareWhole, type TargetSide } from "../target.ts";
import { quoted } from "../text.ts";

interface PassWriting extends Pick<Passed, "steps"> {
  readonly side: Side & TargetSide;
  readonly wire: () => string;
}

/**
 * `pass(events, to, wire) { … }`, and where probes watch its operators closely also `watched(…) { … }`; none where everything
 * goes everywhere as it is.
 */
export function emitPasses(plan: AgentPlan, flow: FlowPlan, key: string, top: At): Doc[] {
  const isPlain = (branch: BranchPlan): boolean =>
    branch.operators.length === 0 && !/route|drop/.test(kinds(branch.to));
  if (flow.branches.every(isPlain)) return [];
  const operators = operatorsOf(flow);
  const steps = new Map(
    operators
      .filter((operator) => operator.emitter === null)
      .map((operator) => [operator, declareInterceptor(operator, stepName(plan, operator), top)]),
  );
  const watching = operators.length === 0 ? null : watchedAt(top);
  return [
    emitPass("pass", { plan, flow, key, steps }, top),
    ...(watching === null ? [] : [emitPass("watched", { plan, flow, key, steps }, watching)]),
  ];
}

interface Passed {
  readonly plan: AgentPlan;
  readonly flow: FlowPlan;
  readonly key: string;
  /** Constants that hold the steps which modules implement. */
  readonly steps: ReadonlyMap<OperatorPlan, string>;
}

function emitPass(name: "pass" | "watched", { plan, flow, key, steps }: Passed, top: At): Doc {
  const at: At = { ...top, block: createBlock(functionScope(top.module, `${key}.${name}`)), exits: NO_EXITS };
  const { scope } = at.block;
  const [events, to, wireName] = ["events", "to", "wire"].map((name) => scope.declare(name)) as [
    string,
    string,
    string,
  ];
  const used = new Set<string>();
  const wire = (): string => {
    used.add(wireName);
    return wireName;
  };
  const operators = operatorsOf(flow);
  const writing: PassWriting = { side: agentSide(plan, to, wire), wire, steps };

  const first = flow.branches.map((branch) => branch.operators[0]).find((operator) => operator !== undefined);
  const wanted = first === undefined ? null : hintOfOperator(first, at.module).name;
  let event: Value | null = null;
  const behind = new Map(
    flow.branches.flatMap((one) => one.operators.map((operator, i) => [operator, one.operators[i + 1]])),
  );
  beginFunction(operators, (operator) => behind.get(operator) ?? null, at);
  emitLoop(
    at,
    events,
    (inner) => {
      const name = inner.declare(wanted ?? "event");
      event = eventOf(atom(name));
      return { doc: name, name };
    },
    (inner, leave) => {
      emitEach(
        flow.branches,
        inner,
        leave,
        (branch) => endpointsOf(branch.to)[0]?.name ?? "branch",
        (branch, each, leaveOne) => {
          if (event !== null) emitBranch(branch, 0, { element: event, at: each, leave: leaveOne }, writing);
        },
      );
    },
  );
  endFunction(operators, at);
  const params = [events, to, wireName].slice(0, used.size > 0 ? 3 : 2);
  return [call(name, params).doc, " ", braced(at.block.statements)];
}

/** In the order of the branches. */
export function operatorsOf(flow: FlowPlan): readonly OperatorPlan[] {
  return flow.branches.flatMap((branch) => branch.operators);
}

/** The steps of a branch from `index` on, then its target. */
function emitBranch(
  branch: BranchPlan,
  index: number,
  { element, at, leave }: { readonly element: Value; readonly at: At; readonly leave: Leave },
  writing: PassWriting,
): void {
  const operator = branch.operators[index];
  if (operator === undefined) {
    const several = endpointsOf(branch.to).length > 1;
    emitTarget(
      branch.to,
      several ? shareWhole(element, eventType(branch.to.element), at, "passed") : element,
      at,
      writing.side,
    );
    return;
  }
  enterOperator(operator, at);
  const next = (one: Value, inner: At, leaveNext: Leave): void => {
    const given = leaveOperator(operator, one, eventType(operator.element), inner);
    emitBranch(branch, index + 1, { element: given, at: inner, leave: leaveNext }, writing);
  };
  const link = { operator, element, at, leave, side: writing.side, hint: { name: "body", parts: null }, next };
  const step = writing.steps.get(operator);
  if (step !== undefined) emitInterceptor(link, step, writing.wire());
  else elementwiseEmitterOf(operator).emit(link);
}

/** Events travel on a wire: a lambda takes one, and what `map` gives is its new body. */
function agentSide(plan: AgentPlan, to: string, wire: () => string): PassWriting["side"] {
  return {
    argument: (element) => element,
    passed: eventType,
    withBody,
    drop: (operator, failure) => [[`${wire()}.dropped(${idText(operator)}, `, failure, ");"]],
    reject(operator, target, element, failure, at) {
      const name = rejectsOf(operator, target);
      const wanted = plan.sinks.find((sink) => sink.name === name)?.element ?? operator.inputs[0].element;
      const body = element.fields?.get("body");
      const taken = body === undefined ? undefined : asTaken(body, operator.inputs[0].element, wanted, at);
      const event = taken === undefined || taken === body ? element : withBody(element, taken);
      const made = call(runtime(at, "rejected"), [event.whole().doc, failure]).doc;
      return [[`${to}.${name}.push(`, made, ");"], `${wire()}.rejected(${idText(operator)});`];
    },
    push: (name, element, at, target) => [
      markOf(at, target.place.span),
      `${to}.${name}.push(`,
      element.whole().doc,
      ");",
    ],
    dropped: (id) => `${wire()}.dropped(${quoted(id)});`,
  };
}

/** `collectTimestamp`: the step's own name, told from those of other agents. */
function stepName(plan: AgentPlan, operator: OperatorPlan): string {
  return `${plan.name}${operator.name[0]?.toUpperCase() ?? ""}${operator.name.slice(1)}`;
}

function kinds(target: BranchPlan["to"]): string {
  return target.kind === "fanOut" ? target.targets.map(kinds).join(" ") : target.kind;
}
