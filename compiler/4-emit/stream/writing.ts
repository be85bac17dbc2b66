import { originOf } from "../../3-plan/origins.ts";
import type { StreamOperator } from "../../3-plan/plan.ts";
import type { Doc } from "../doc.ts";
import type { At } from "../module.ts";
import type { Side } from "../operators/chain.ts";
import type { Scope } from "../scope.ts";
import type { TargetSide } from "../target.ts";
import type { Graph } from "./graph.ts";
import type { Result } from "./result.ts";

/** A stream while its batch function is written. */
export interface StreamWriting {
  readonly graph: Graph;
  readonly side: Side & TargetSide;
  /** Where the stream itself is declared: for what is made once, and not in every batch. */
  readonly top: At;
  /** Names of the batch function's parameters, noted as they are used. */
  readonly params: StreamParams;
  /** Variables of the inputs. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What elements are gathered in, by operator and port. */
  readonly stores: Map<string, ReadonlyMap<string, string>>;
  /** Operators that take an existing list, or its size, instead of gathering elements. */
  readonly lists: Set<string>;
  /** Results of operators and windows that have been computed. */
  readonly results: Map<string, Result>;
  /** The outermost block of the batch function, whose parameters what is kept stands among. */
  readonly scope: Scope;
  /** What is kept between batches: key, variable and how it is made. */
  readonly state: { readonly key: string; readonly name: string; readonly made: Doc }[];
  /** Operators that are waited for. */
  readonly waits: Set<string>;
}

/** Parameters of a stream's function, each declared only when it is used; gives their names. */
export interface StreamParams {
  emit(): string;
  batch(): string;
}

/** Interval at which `operator`'s input comes, in ms, as an expression. */
export function intervalOf(operator: StreamOperator, writing: StreamWriting): Doc {
  const { plan } = writing.graph;
  const { module } = writing.top;
  const before = windowBefore(operator, writing);
  if (before === null) return streamInterval(writing);
  // The slide of the window before, as the program writes it.
  const slide = originOf(module.origins.made, before.id).args.find((arg) => arg.name === before.windowed?.slide)?.value;
  const cadence = plan.cadences.find((one) => one.id === before.cadence);
  return slide ? module.emit(slide, writing.top).whole().doc : String(cadence?.ms ?? 0);
}

/** Interval of the stream, in ms, as an expression. */
export function streamInterval({ graph: { plan }, top }: StreamWriting): Doc {
  return top.module.emit(originOf(top.module.origins.intervals, plan.id), top).whole().doc;
}

/** The window whose slide says how often the input of `operator` comes; null where it comes with each batch. */
export function windowBefore(operator: StreamOperator, { graph: { plan } }: StreamWriting): StreamOperator | null {
  const input = plan.nodes.find((node) => node.id === operator.inputs[0].node);
  const cadence = plan.cadences.find((one) => one.id === input?.cadence);
  if (cadence === undefined || cadence.parent === null) return null;
  const before = plan.nodes.find(
    (node): node is StreamOperator =>
      node.kind === "operator" && node.cadence === cadence.id && node.shape === "windowed",
  );
  return before ?? null;
}
