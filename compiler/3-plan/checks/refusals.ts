/** Ways out for refused events: that none leads back to where it began, and that no option waits for one in vain. */
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import type { Plan } from "../plan.ts";
import { type End, endpointsOf } from "./endpoints.ts";
import { idsOfAgent, idsOfStream, type Step, stepsOf } from "./loops.ts";
import { waysOutOnWire } from "./ways-out.ts";

/** Reports each circle of dead letters once: an event that is refused on all of it would never leave it. */
export function checkDeadLetters(plan: Plan): Diagnostic[] {
  const refusals = refusalsOf(plan);
  const steps = [...stepsOf(plan), ...refusals];
  const seen = new Set<string>();
  return refusals.flatMap((refusal) => {
    const back = wayBetween(steps, refusal.to, refusal.from);
    if (back === null) return [];
    const circle = [refusal.from, ...back];
    const key = [...new Set(circle)].sort().join("\n");
    if (seen.has(key)) return [];
    seen.add(key);
    const parameters = { loop: circle.map((id) => `\`${id}\``).join(" -> ") };
    const { file, span } = refusal.place;
    return [{ ...messages.report("FLOW5030", parameters), file, span }];
  });
}

/** Reports `retries: 3` and its like of a sink or topic that no arrow with an `else` leads to. */
export function checkRefusalOptions(plan: Plan): Diagnostic[] {
  const withWayOut = new Set(refusalsOf(plan, true).map(({ from }) => from));
  const targets = [
    ...plan.topics,
    ...plan.agents.flatMap((agent) => [...agent.sinks, ...agent.groups]),
    ...plan.streams.flatMap((stream) => stream.outputs),
  ];
  return targets.flatMap((target) => {
    if (("kind" in target && target.kind === "topicWriter") || withWayOut.has(target.id)) return [];
    return target.said.flatMap(({ name: option, value, isShared }) => {
      if (!isShared) return [];
      const parameters = { option, name: target.name };
      return [{ ...messages.report("FLOW5032", parameters), file: value.place.file, span: value.place.span }];
    });
  });
}

/** From each target with a way out to where that leads; with `drops`, those that only drop lead to themselves. */
function refusalsOf(plan: Plan, drops = false): Step[] {
  const found: Step[] = [];
  const add = (ids: ReadonlyMap<string, string>, end: End, names: readonly string[]): void => {
    if (end.refused === null) return;
    const { to, place } = end.refused;
    if (to === null && !drops) return;
    for (const name of names) {
      const from = ids.get(name) ?? name;
      found.push({ from, to: to === null ? from : (ids.get(to) ?? to), place });
    }
  };
  for (const agent of plan.agents) {
    const ids = idsOfAgent(agent);
    for (const flow of agent.flows) {
      const rejects = waysOutOnWire(agent, flow).rejects.map(({ name }) => name);
      const ends = flow.branches.flatMap((branch) => endpointsOf(branch.to));
      const first = ends.find(({ refused }) => refused !== null);
      if (first !== undefined) add(ids, first, rejects);
      for (const end of ends) {
        const group = agent.groups.find((one) => one.name === end.name);
        if (group !== undefined && drops) add(new Map([[group.name, group.id]]), end, [group.name]);
        else add(ids, end, group?.members ?? [end.name]);
      }
    }
  }
  for (const stream of plan.streams) {
    const ids = idsOfStream(stream);
    for (const end of stream.wires.flatMap((wire) => endpointsOf(wire.to))) add(ids.outputs, end, [end.name]);
  }
  return found;
}

/** The stations from `from` to `to`, both included; null where no way leads there. */
function wayBetween(steps: readonly Step[], from: string, to: string): string[] | null {
  const before = new Map<string, string | null>([[from, null]]);
  const waiting = [from];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (at === to) {
      const way: string[] = [];
      for (let one: string | null = at; one !== null; one = before.get(one) ?? null) way.unshift(one);
      return way;
    }
    for (const step of steps) {
      if (step.from !== at || before.has(step.to)) continue;
      before.set(step.to, at);
      waiting.push(step.to);
    }
  }
  return null;
}
