/** Sizes of transactions, between a component and the channel that it is wired to. */
import type { Span } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import type { CheckContext } from "../context/context.ts";
import { checkDemand } from "../value/check-demand.ts";
import { compare, setting } from "../value/condition.ts";
import { optionOperand } from "../value/operand.ts";
import type { AgentPart, AgentState } from "./flow.ts";

/** A batch of a source or sink must fit into one transaction of its channel; equal is fine. */
export function checkTransaction(
  context: CheckContext,
  state: AgentState,
  part: AgentPart,
  channel: AgentPart,
  at: Span,
): void {
  if (part.call === null || channel.call === null) return;
  const own = context.calls.get(part.call);
  const other = context.calls.get(channel.call);
  if (own?.callee.kind !== "extern" || other?.callee.kind !== "extern") return;
  const option = own.callee.declaration.batches;
  const channelOption = other.callee.declaration.transacts;
  if (option === null || channelOption === null) return;
  const batch = optionOperand(context, part.call, option, state.env.unit);
  const limit = optionOperand(context, channel.call, channelOption, state.env.unit);
  if (batch === null || limit === null) return;
  const blamed =
    part.call.args.find((arg) => arg.name?.text === option) ??
    channel.call.args.find((arg) => arg.name?.text === channelOption);
  const [moved, held] = [
    { ...batch, name: "batch" },
    { ...limit, name: "limit" },
  ];
  checkDemand(context, state.env, {
    span: blamed?.span ?? at,
    condition: compare(setting(moved), "<=", setting(held)),
    operands: [moved, held],
    ofComponent: true,
    labels: blamed === undefined ? [] : [{ span: at, message: "they are wired here" }],
    fault: (shown) =>
      messages.report("FLOW4007", {
        component: part.name,
        batch: shown(moved),
        channel: channel.name,
        limit: shown(held),
        option,
        channelOption,
      }),
  });
}
