import type { StreamOperator } from "../../3-plan/plan.ts";
import type { Doc } from "../layout.ts";
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
  /** What elements are gathered in, by operator. */
  readonly stores: Map<string, string>;
  /** The list of the right side of each union of which elements of both sides come mixed. */
  readonly later: Map<string, string>;
  /** Operators whose store is a list that was there already. */
  readonly lists: Set<string>;
  /** Results of operators and windows that are there already. */
  readonly results: Map<string, Result>;
  /** The outermost block of the batch function, whose parameters what is kept stands among. */
  readonly scope: Scope;
  /** What is kept between batches: key, variable and how it is made. */
  readonly state: { readonly key: string; readonly name: string; readonly made: Doc }[];
  /** Operators that are waited for. */
  readonly waits: Set<string>;
}

export interface StreamParams {
  emit(): string;
  batch(): string;
}

/** Interval at which `operator`'s input comes, in ms, as an expression. */
export function intervalOf(operator: StreamOperator, writing: StreamWriting): Doc {
  const { plan } = writing.graph;
  const input = plan.nodes.find((node) => node.id === operator.from[0]);
  const cadence = plan.cadences.find((one) => one.id === input?.cadence);
  if (cadence === undefined || cadence.parent === null)
    return writing.top.module.emit(plan.every, writing.top).whole().doc;
  // The slide of the window before, as the program writes it.
  const before = plan.nodes.find(
    (node) => node.kind === "operator" && node.cadence === cadence.id && node.reads === "window",
  );
  const slide = before?.kind === "operator" ? before.args.find((arg) => arg.name === "slide")?.value : null;
  return slide ? writing.top.module.emit(slide, writing.top).whole().doc : String(cadence.ms ?? 0);
}
