import type { StreamOperator } from "../../3-plan/plan.ts";
import { createBlock } from "../block.ts";
import { call, object, property } from "../code.ts";
import { braced, type Doc } from "../doc.ts";
import { type At, functionScope, markOf, NO_EXITS } from "../module.ts";
import { idText } from "../operators/chain.ts";
import { beginFunction, endFunction } from "../probe.ts";
import { asTaken, rejectsOf } from "../rejects.ts";
import type { EmittedStream } from "../test/observer.ts";
import { quoted } from "../text.ts";
import { emitCadence } from "./batch.ts";
import { createGraph } from "./create-graph.ts";
import type { Consumer } from "./graph.ts";
import type { StreamParams, StreamWriting } from "./writing.ts";

/** A function that computes batches, and what it keeps between them. */
interface BatchFunction {
  readonly doc: Doc;
  readonly state: StreamWriting["state"];
}

/** `batch({ lines }, emit) { … }`; `watched` is the same function with more to watch it. */
export function emitBatchFunction(name: "batch" | "watched", plan: EmittedStream, top: At): BatchFunction {
  const body: At = { ...top, block: createBlock(functionScope(top.module, `${plan.id}.${name}`)), exits: NO_EXITS };
  const { scope } = body.block;
  const inputs = new Map(plan.inputs.map((input) => [input.name, scope.declare(input.name)]));
  const used = new Set<string>();
  const use = (name: string) => (): string => {
    used.add(name);
    return name;
  };
  const [emit, batch] = [scope.declare("emit"), scope.declare("batch")];
  const params: StreamParams = { emit: use(emit), batch: use(batch) };
  const writing: StreamWriting = {
    graph: createGraph(top.module, plan),
    side: streamSide(plan, params),
    top,
    params,
    inputs,
    scope,
    stores: new Map(),
    lists: new Set(),
    results: new Map(),
    state: [],
    waits: new Set(),
  };
  const operators = operatorsOf(plan);
  beginFunction(operators, ({ id }) => soleTaker(writing.graph.consumers(id)), body);
  emitCadence(plan.cadences[0]?.id ?? "", writing, body);
  endFunction(operators, body);

  const { state } = writing;
  const kept = object(state.map(({ key, name }) => property(key, name)));
  const given: Doc[] = [object([...inputs].map(([name, variable]) => property(name, variable)))];
  const rest: Doc[] = [emit, state.length === 0 ? "_state" : kept, batch];
  const needed = used.has(batch) ? 3 : state.length > 0 ? 2 : used.has(emit) ? 1 : 0;
  const called = writing.waits.size > 0 ? `async ${name}` : name;
  const parameters = call(called, [...given, ...rest.slice(0, needed)]).doc;
  return { doc: [parameters, " ", braced(body.block.statements)], state };
}

/** In the order of the plan. */
export function operatorsOf(plan: EmittedStream): readonly StreamOperator[] {
  return plan.nodes.filter((node) => node.kind === "operator");
}

/** The operator that alone takes what a node gives, and nothing from elsewhere. */
function soleTaker(consumers: readonly Consumer[]): StreamOperator | null {
  const [only] = consumers;
  if (consumers.length !== 1 || only?.kind !== "operator") return null;
  return only.operator.inputs.length === 1 ? only.operator : null;
}

/** Bodies travel in a stream, and failures go through the batch. */
function streamSide(plan: EmittedStream, params: StreamParams): StreamWriting["side"] {
  return {
    argument: (element) => element,
    passed: (element) => element,
    withBody: (_element, body) => body,
    drop: (operator, failure) => [[`${params.batch()}.dropped(${idText(operator)}, `, failure, ");"]],
    reject(operator, target, element, failure, at) {
      const name = rejectsOf(operator, target);
      const wanted = plan.outputs.find((output) => output.name === name)?.element ?? operator.inputs[0].element;
      const body = asTaken(element, operator.inputs[0].element, wanted, at).whole().doc;
      return [
        [call(`${params.batch()}.reject`, [quoted(name), body, failure]).doc, ";"],
        `${params.batch()}.rejected(${idText(operator)});`,
      ];
    },
    push: (name, element, at, target) => [
      markOf(at, target.place.span),
      `${params.emit()}.${name}.push(`,
      element.whole().doc,
      ");",
    ],
    dropped: (id) => `${params.batch()}.dropped(${quoted(id)});`,
  };
}
