/** Checks between a component and what it is wired to: sizes of transactions, and headers that escapes need. */
import type { CallExpr, Span } from "../../grammar/ast.ts";
import { messages } from "../messages.ts";
import { knownOptions } from "./component.ts";
import { type CheckContext, type Env, report } from "./context.ts";
import { type AgentState, ANY_HEADER, type Part } from "./flow.ts";

/** A batch of a source or sink must fit into one transaction of its channel; equal is fine. */
export function checkTransaction(context: CheckContext, state: AgentState, part: Part, channel: Part, at: Span): void {
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

/** `needs timestamp for path unless useLocalTimeStamp`: an escape that nothing on the path can fill. */
export function checkNeeds(
  context: CheckContext,
  at: { readonly env: Env },
  call: CallExpr,
  headers: ReadonlySet<string>,
): void {
  const bound = context.calls.get(call);
  if (bound?.callee.kind !== "extern") return;
  const known = knownOptions(context, call);
  for (const need of bound.callee.declaration.needs) {
    if (headers.has(need.header) || headers.has(ANY_HEADER) || need.unless.some((option) => known.get(option) === true))
      continue;
    for (const option of need.for) {
      const arg = call.args.find((one) => one.name?.text === option);
      const value = known.get(option);
      // Of a template that is not known as a whole the texts are.
      const texts = arg?.value.kind === "TemplateLiteral" ? arg.value.texts : typeof value === "string" ? [value] : [];
      const found = texts.flatMap((text) => /%[a-zA-Z]/.exec(text)?.[0] ?? [])[0];
      if (found === undefined) continue;
      const without = need.unless.map((one) => `, or set \`${one}: true\``).join("");
      const help = `\`${found}\` is filled from it. Put \`.${need.header}()\` on the wire: \`source.${need.header}() -> …\`${without}.`;
      const parameters = { option, component: bound.callee.declaration.name, header: need.header, help };
      report(context, at.env, arg?.value.span ?? call.span, messages.report("FLOW4005", parameters));
    }
  }
}
