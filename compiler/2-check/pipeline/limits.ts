/** Sizes of transactions, between a component and the channel that it is wired to. */
import type { Span } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { knownOptions } from "../call/component.ts";
import { type CheckContext, report } from "../context/context.ts";
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
  const batch = knownOptions(context, part.call).get(option);
  const limit = knownOptions(context, channel.call).get(channelOption);
  if (typeof batch !== "number" || typeof limit !== "number" || batch <= limit) return;
  const blamed =
    part.call.args.find((arg) => arg.name?.text === option) ??
    channel.call.args.find((arg) => arg.name?.text === channelOption);
  const parameters = { component: part.name, batch, channel: channel.name, limit, option, channelOption };
  const labels = blamed === undefined ? [] : [{ span: at, message: "they are wired here" }];
  report(context, state.env, blamed?.span ?? at, messages.report("FLOW4007", parameters), { labels });
}
