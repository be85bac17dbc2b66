/** What keeps nothing, and what people rely on all the same: outputs, and what paths guarantee. */
import { GUARANTEES, type Guarantee, guaranteesOf } from "../../../compiler/3-plan/checks/guarantee.ts";
import type { AgentPlan, ComponentPlan, Plan, StreamPlan, TopicWriterPlan } from "../../../compiler/3-plan/plan.ts";
import type { Change } from "./change.ts";

type Owner = AgentPlan | StreamPlan;

/** Sinks and topics that are written to: added, gone, or with other options. */
export function diffOutputs(before: Plan, after: Plan): Change[] {
  const was = new Map(ownersOf(before).flatMap((owner) => outputsOf(owner).map((one) => [one.keptAs, { owner, one }])));
  const changes = ownersOf(after).flatMap((owner) =>
    outputsOf(owner).flatMap((one): Change[] => {
      const old = was.get(one.keptAs)?.one;
      was.delete(one.keptAs);
      if (old === undefined) return [change("output", owner.id, one.id, "new", writesTo(one))];
      const reason = differenceOf(old, one);
      return reason === "" ? [] : [change("output", owner.id, one.id, "changed", reason)];
    }),
  );
  const gone = [...was.values()].map(({ owner, one }) => change("output", owner.id, one.id, "removed", writesTo(one)));
  return [...changes, ...gone];
}

/** What the weakest path of each agent and stream guarantees. */
export function diffGuarantees(before: Plan, after: Plan): Change[] {
  const [olds, news] = [weakest(before), weakest(after)];
  return ownersOf(after).flatMap((owner): Change[] => {
    const [was, is] = [olds.get(owner.keptAs), news.get(owner.keptAs)];
    if (was === undefined || is === undefined || was === is) return [];
    const direction = GUARANTEES.indexOf(is) < GUARANTEES.indexOf(was) ? "lower" : "higher";
    return [change("guarantee", owner.id, owner.id, "changed", `${direction}: it was ${was}, and is ${is}`)];
  });
}

function weakest(plan: Plan): ReadonlyMap<string, Guarantee> {
  const keptAs = new Map(ownersOf(plan).map((owner) => [owner.name, owner.keptAs]));
  const found = new Map<string, Guarantee>();
  for (const { owners, guarantee } of guaranteesOf(plan)) {
    const owner = keptAs.get(owners[0] ?? "");
    if (owner === undefined) continue;
    const known = found.get(owner);
    if (known === undefined || GUARANTEES.indexOf(guarantee) < GUARANTEES.indexOf(known)) found.set(owner, guarantee);
  }
  return found;
}

function ownersOf(plan: Plan): readonly Owner[] {
  return [...plan.agents, ...plan.streams];
}

function outputsOf(owner: Owner): readonly (ComponentPlan | TopicWriterPlan)[] {
  return "flows" in owner ? owner.sinks : owner.outputs;
}

function writesTo(output: ComponentPlan | TopicWriterPlan): string {
  return output.kind === "component" ? output.maker.name : `topic ${output.topic}`;
}

/** Options that differ, as they are written. */
function differenceOf(old: ComponentPlan | TopicWriterPlan, one: ComponentPlan | TopicWriterPlan): string {
  if (old.kind !== "component" || one.kind !== "component") {
    return old.kind === one.kind ? "" : `it was ${writesTo(old)}, and is ${writesTo(one)}`;
  }
  if (old.maker.name !== one.maker.name) return `it was ${old.maker.name}, and is ${one.maker.name}`;
  const [before, after] = [old, one].map(({ said }) => new Map(said.map(({ name, value }) => [name, value.text])));
  const names = new Set([...before!.keys(), ...after!.keys()]);
  const different = [...names].filter((name) => before!.get(name) !== after!.get(name));
  return different
    .map((name) => `${name} was ${before!.get(name) ?? "not given"}, and is ${after!.get(name) ?? "not given"}`)
    .join("; ");
}

function change(
  subject: Change["subject"],
  owner: string,
  name: string,
  verdict: Change["verdict"],
  reason: string,
): Change {
  return { subject, owner, name, verdict, reason, discard: null };
}
