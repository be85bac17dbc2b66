import type { StreamNode, StreamPlan } from "../plan.ts";

/**
 * The first operator that keeps something between batches of what `input` of a stream brings, null when none does. Such
 * an input has one reader: with two, each would keep a part.
 */
export function keeperOf({ nodes }: Pick<StreamPlan, "nodes">, input: string): string | null {
  const reached = new Set<string>();
  for (const node of nodes) {
    if (!isReached(node, input, reached)) continue;
    if (node.kind === "operator" && node.isStateful) return node.name;
    reached.add(node.id);
  }
  return null;
}

function isReached(node: StreamNode, input: string, reached: ReadonlySet<string>): boolean {
  return node.kind === "input" ? node.input === input : node.inputs.some((one) => reached.has(one.node));
}

/** Whether what operators keep between batches of the stream is saved: not what a module keeps as it likes. */
export function keepsState({ nodes }: Pick<StreamPlan, "nodes">): boolean {
  return nodes.some((node) => node.kind === "operator" && node.keeps !== null);
}
