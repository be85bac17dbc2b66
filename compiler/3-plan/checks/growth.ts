import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import type { AgentPlan, BoundPlan, ComponentPlan, FlowPlan, Plan } from "../plan.ts";
import { endpointsOf } from "./endpoints.ts";

/**
 * A put goes into a channel as a whole. Where a `flatMap` stands before it, a full batch of the source may have grown
 * beyond all the room that the channel will ever have.
 */
export function checkGrowth(plan: Plan): Diagnostic[] {
  return plan.agents.flatMap((agent) => agent.flows.flatMap((flow) => flowGrowth(agent, flow)));
}

function flowGrowth(agent: AgentPlan, flow: FlowPlan): Diagnostic[] {
  const source = agent.sources.find((one) => one.name === flow.from);
  if (source === undefined) return [];
  const channels = flow.branches.flatMap((branch) => channelsOf(agent, branch.to));
  const batch = largestBatch(source.kind === "component" ? source : null, channels);
  if (batch === null) return [];
  return flow.branches.flatMap((branch) => {
    const operator = branch.operators.find((one) => one.growth !== null);
    if (operator === undefined) return [];
    return channelsOf(agent, branch.to).flatMap((channel) => {
      const { room: bound } = channel.maker;
      const room = bound?.value ?? null;
      const growth = operator.growth?.times ?? null;
      // Not known how much it grows: what has not even room for twice the batch does not fit much.
      if (bound === null || room === null || batch.events * (growth ?? 2) <= room) return [];
      const most = Math.floor((room / batch.events) * 10) / 10;
      const many = growth === null ? `more than ${most} on average` : `${growth}`;
      const reason = `${batch.events} events at a time, each made into ${many}, never fit where there is room for ${room}`;
      const parameters = {
        operator: operator.name,
        channel: channel.name,
        lower: batch.option,
        option: bound.option,
        reason,
      };
      const labels = [{ file: channel.place.file, span: channel.place.span, message: `has room for ${room}` }];
      const { file, span } = operator.place;
      return [{ ...messages.report("FLOW5021", parameters), file, span, labels }];
    });
  });
}

function channelsOf(agent: AgentPlan, target: Parameters<typeof endpointsOf>[0]): ComponentPlan[] {
  return endpointsOf(target).flatMap(({ name }) => agent.channels.filter((channel) => channel.name === name));
}

interface Batch {
  readonly events: number;
  /** What bounds it: an option of the source or of a channel. */
  readonly option: string;
}

/**
 * The most events that the source puts at once: its batch, cut down to a transaction of each channel. Null where a
 * source does not declare its batches, as one that puts what has arrived; a topic fills every transaction.
 */
function largestBatch(source: ComponentPlan | null, channels: readonly ComponentPlan[]): Batch | null {
  const known: Batch[] = [];
  const add = (bound: BoundPlan | null, part: ComponentPlan): void => {
    if (bound === null || bound.value === null) return;
    known.push({ events: bound.value, option: `\`${bound.option}\` of \`${part.name}\`` });
  };
  if (source !== null) {
    add(source.maker.batch, source);
    if (known.length === 0) return null;
  }
  for (const channel of channels) add(channel.maker.transaction, channel);
  return known.reduce<Batch | null>((least, one) => (least === null || one.events < least.events ? one : least), null);
}
