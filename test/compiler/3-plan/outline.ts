import assert from "node:assert/strict";
import type { Endpoint, OperatorPlan, Plan, TargetPlan } from "../../../compiler/3-plan/plan.ts";
import { analyse, createCache } from "../../../compiler/compile.ts";
import { show } from "../../../compiler/model/types/show.ts";
import { memoryHost } from "../../support/memory-host.ts";

const cache = createCache();

/** The plan of a program; `broken` ones may have errors. */
export function planned(text: string, files: Readonly<Record<string, string>> = {}, broken = false): Plan {
  const analysis = analyse(memoryHost({ "/p/input.flow": text, ...files }), "/p/input.flow", cache);
  if (!broken)
    assert.deepEqual(
      analysis.diagnostics.filter((one) => one.severity === "error"),
      [],
    );
  return analysis.plan;
}

/** A plan in lines: everything that stands in it, and every edge with its type. */
export function outline(plan: Plan): string[] {
  return [
    ...plan.topics.map((one) => `topic ${one.id}: ${show(one.element)} = ${one.maker.name}`),
    ...plan.agents.flatMap((agent) => [
      `agent ${agent.id}`,
      ...[...agent.sources, ...agent.channels, ...agent.sinks, ...agent.groups].map((one) => `  ${endpoint(one)}`),
      ...agent.flows.flatMap((flow) =>
        flow.branches.map(
          (branch) =>
            `  ${flow.id} (${show(flow.element)})${branch.operators.map(operator).join("")} -> ${target(branch.to)}`,
        ),
      ),
    ]),
    ...plan.streams.flatMap((stream) => [
      `stream ${stream.id} every ${stream.cadences.map((one) => `${one.id}=${one.ms ?? "?"}`).join(", ")}`,
      ...stream.inputs.map((one) => `  in ${endpoint(one)}`),
      ...stream.nodes.map((node) =>
        node.kind === "input"
          ? `  ${node.id}: ${show(node.element)} = ${node.input} @ ${node.cadence}`
          : `  ${node.id}: ${show(node.element)} = ${node.inputs.map((one) => one.node).join(", ")}.${node.name} ${node.shape} @ ${node.cadence}${rejects(node)}`,
      ),
      ...stream.wires.map((wire) => `  ${wire.from} -> ${target(wire.to)} @ ${wire.cadence}`),
      ...stream.outputs.map((one) => `  out ${endpoint(one)}`),
    ]),
  ];
}

function endpoint(one: Endpoint): string {
  const made =
    one.kind === "component" ? `${one.role} ${one.maker.name}` : one.kind === "sinkGroup" ? one.maker.name : one.kind;
  return `${one.id}: ${show(one.element)} = ${made}`;
}

function operator(one: OperatorPlan): string {
  return ` -> ${one.id} (${show(one.element)})${rejects(one)}`;
}

function rejects(one: OperatorPlan): string {
  return one.rejects.map((to) => ` else ${to.to} (${show(to.element)})`).join("");
}

function target(to: TargetPlan): string {
  switch (to.kind) {
    case "endpoint":
      return `${to.name}${to.optional ? "?" : ""} (${show(to.element)})`;
    case "fanOut":
      return `[${to.targets.map(target).join(", ")}]`;
    case "route":
      return `${to.id} {${to.cases.map((one) => `${one.patterns.length === 0 ? "else" : one.patterns.length} ${target(one.target)}`).join("; ")}}`;
    case "drop":
      return "drop";
  }
}
