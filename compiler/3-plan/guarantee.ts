/**
 * What may be lost or come twice on each path, folded from what the components declare (`delivers …`). A path is as
 * good as its weakest step; every step that lowers it is named with its reason and with what would raise it.
 */
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { suggest } from "../../grammar/did-you-mean.ts";
import type { Delivery } from "../declaration.ts";
import { messages } from "../messages.ts";
import type {
  AgentPlan,
  ComponentPlan,
  Place,
  Plan,
  SinkGroupPlan,
  StreamInput,
  StreamPlan,
  TargetPlan,
} from "./plan.ts";

export type Guarantee = "atMostOnce" | "atLeastOnce" | "exactlyOnce";

/** From the weakest up. */
export const GUARANTEES: readonly Guarantee[] = ["atMostOnce", "atLeastOnce", "exactlyOnce"];

/** One thing on a path that holds its guarantee down. */
export interface Lowering {
  /** Name of the component. */
  readonly step: string;
  readonly to: Guarantee;
  readonly reason: string;
  readonly raise: string;
  readonly place: Place;
}

/** A way of events from where they come in to where they leave. */
export interface PathReport {
  /** Agent or stream. */
  readonly owner: string;
  /** Names of the components on it, in order. */
  readonly steps: readonly string[];
  readonly guarantee: Guarantee;
  readonly lowerings: readonly Lowering[];
}

/** Every path of the plan with its guarantee. */
export function guaranteesOf(plan: Plan): PathReport[] {
  return [...plan.agents.flatMap(agentPaths), ...plan.streams.flatMap(streamPaths)];
}

/** Claims (`guarantees atLeastOnce`) that do not hold, and words that are no guarantee. */
export function checkGuarantees(plan: Plan): Diagnostic[] {
  const reports = guaranteesOf(plan);
  return [...plan.agents, ...plan.streams].flatMap((owner): Diagnostic[] => {
    if (owner.guarantees === null || owner.guarantees === "") return [];
    const { file, span } = owner.claimedAt ?? owner.place;
    const at = { file, span };
    const claimed = GUARANTEES.indexOf(owner.guarantees as Guarantee);
    if (claimed < 0) {
      const near = suggest(owner.guarantees, GUARANTEES);
      const fixes = near === null ? [] : [{ title: `Write \`${near}\``, edits: [{ span, text: near }], safe: true }];
      return [{ ...messages.report("FLOW5008", { name: owner.guarantees }), ...at, fixes }];
    }
    const broken = reports.find((one) => one.owner === owner.name && GUARANTEES.indexOf(one.guarantee) < claimed);
    if (broken === undefined) return [];
    const guilty = broken.lowerings.filter((one) => GUARANTEES.indexOf(one.to) < claimed);
    const parameters = {
      name: owner.name,
      claimed: owner.guarantees,
      path: broken.steps.join(" -> "),
      actual: broken.guarantee,
      raise: guilty.map((one) => one.raise).join(" "),
    };
    const labels = guilty.map((one) => ({ file: one.place.file, span: one.place.span, message: one.reason }));
    return [{ ...messages.report("FLOW5014", parameters), ...at, labels }];
  });
}

interface Step {
  readonly name: string;
  readonly lowering: Lowering | null;
}

function report(owner: string, steps: readonly Step[]): PathReport {
  // A sink that takes the same event twice without harm ends the duplicates of all that stands before it.
  const endsDuplicates = steps.at(-1)?.lowering === null;
  const lowerings = steps
    .flatMap((step) => step.lowering ?? [])
    .filter((one) => !endsDuplicates || one.to === "atMostOnce");
  const weakest = Math.min(2, ...lowerings.map((one) => GUARANTEES.indexOf(one.to)));
  return { owner, steps: steps.map((step) => step.name), guarantee: GUARANTEES[weakest] as Guarantee, lowerings };
}

function agentPaths(agent: AgentPlan): PathReport[] {
  const found: PathReport[] = [];
  const sources = new Map(agent.sources.map((source) => [source.name, source]));
  for (const flow of agent.flows) {
    const source = sources.get(flow.from);
    if (source === undefined) continue;
    const first = sourceStep(
      source.name,
      source.kind === "component" ? source.declaration.delivers : "replayable",
      source.place,
    );
    for (const branch of flow.branches) {
      for (const target of endpoints(branch.to)) {
        const channel = agent.channels.find((one) => one.name === target.name);
        if (channel === undefined) continue;
        const second = target.optional ? optionalStep(channel, target.place) : channelStep(channel);
        for (const out of agent.flows.filter((one) => one.from === channel.name)) {
          for (const end of out.branches.flatMap((one) => endpoints(one.to))) {
            found.push(report(agent.name, [first, second, endStep(agent, end.name, end.place)]));
          }
        }
      }
    }
  }
  return found;
}

function streamPaths(stream: StreamPlan): PathReport[] {
  const outputs = new Map(stream.outputs.map((output) => [output.name, output]));
  const inputsOf = (id: string): string[] => {
    const node = stream.nodes.find((one) => one.id === id);
    if (node === undefined) return [];
    return node.kind === "input" ? [node.input] : [...new Set(node.from.flatMap(inputsOf))];
  };
  return stream.wires.flatMap((wire) =>
    inputsOf(wire.from).flatMap((name) => {
      const input = stream.inputs.find((one) => one.name === name);
      if (input === undefined) return [];
      return endpoints(wire.to).flatMap((end) => {
        const output = outputs.get(end.name);
        if (output === undefined) return [];
        const delivers = output.kind === "component" ? output.declaration.delivers : "confirmed";
        return [report(stream.name, [...inputSteps(input), sinkStep(output.name, delivers, output.place)])];
      });
    }),
  );
}

function inputSteps(input: StreamInput): Step[] {
  if (input.kind === "topicReader") return [sourceStep(input.name, "replayable", input.place)];
  if (input.kind === "channelReader") return [{ name: `${input.agent}.${input.channel}`, lowering: null }];
  const source = sourceStep(input.name, input.declaration.delivers, input.place);
  const batch: Lowering = {
    step: "batch",
    to: "atMostOnce",
    reason: "the batch under way is in memory, and the source has been told that it is safe",
    raise: "Read from a topic: its offsets are committed only after the outputs of the batch.",
    place: input.place,
  };
  return [source, { name: "batch", lowering: source.lowering?.to === "atMostOnce" ? null : batch }];
}

function sourceStep(name: string, delivers: Delivery | null, place: Place): Step {
  if (delivers === "replayable" || delivers === "acknowledged") {
    const reason =
      delivers === "replayable"
        ? "what was read and not yet noted is read again after a crash"
        : "the peer sends again what was not acknowledged in time";
    const raise = "Duplicates end at a sink that is idempotent or transactional.";
    return { name, lowering: { step: name, to: "atLeastOnce", reason, raise, place } };
  }
  const reason = "it cannot read again what was lost on the way in";
  const raise = "Use a source that can: `taildir` follows files from where it stopped, a topic from its offsets.";
  return { name, lowering: { step: name, to: "atMostOnce", reason, raise, place } };
}

function channelStep(channel: ComponentPlan): Step {
  if (channel.declaration.delivers === "durable") return { name: channel.name, lowering: null };
  const reason = "what it holds is gone when the program is killed";
  const raise = "Use a durable channel: `file(…)`.";
  return {
    name: channel.name,
    lowering: { step: channel.name, to: "atMostOnce", reason, raise, place: channel.place },
  };
}

function optionalStep(channel: ComponentPlan, place: Place): Step {
  const reason = "it is optional (`?`): what it has no room for is only counted";
  const raise = "Take the `?` away.";
  return { name: channel.name, lowering: { step: channel.name, to: "atMostOnce", reason, raise, place } };
}

function endStep(agent: AgentPlan, name: string, place: Place): Step {
  const group: SinkGroupPlan | undefined = agent.groups.find((one) => one.name === name);
  if (group !== undefined) {
    const members = group.members.map((member) => endStep(agent, member, place));
    const worst = members.reduce<Step | null>(
      (low, one) => (rank(one) < (low === null ? 3 : rank(low)) ? one : low),
      null,
    );
    return { name, lowering: worst?.lowering ?? null };
  }
  const sink = agent.sinks.find((one) => one.name === name);
  return sinkStep(name, sink?.kind === "component" ? sink.declaration.delivers : "confirmed", sink?.place ?? place);
}

function rank(step: Step): number {
  return step.lowering === null ? 2 : GUARANTEES.indexOf(step.lowering.to);
}

function sinkStep(name: string, delivers: Delivery | null, place: Place): Step {
  if (delivers === "transactional" || delivers === "idempotent") return { name, lowering: null };
  if (delivers === "confirmed") {
    const reason = "what it wrote before a failure is written again by the retry";
    const raise = "Use a sink that is idempotent or transactional.";
    return { name, lowering: { step: name, to: "atLeastOnce", reason, raise, place } };
  }
  const reason = "it does not say whether what it was given has arrived";
  const raise = "Use a sink that confirms.";
  return { name, lowering: { step: name, to: "atMostOnce", reason, raise, place } };
}

interface End {
  readonly name: string;
  readonly optional: boolean;
  readonly place: Place;
}

function endpoints(target: TargetPlan): End[] {
  switch (target.kind) {
    case "endpoint":
      return [{ name: target.name, optional: target.optional, place: target.place }];
    case "fanOut":
      return target.targets.flatMap(endpoints);
    case "route":
      return target.cases.flatMap((one) => endpoints(one.target));
    case "drop":
      return [];
  }
}
