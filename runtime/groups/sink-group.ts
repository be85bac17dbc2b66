import type { Context } from "../contract/context.ts";
import type { Sink } from "../contract/sink.ts";

/** Several sinks that act as one; the agent that owns them hands them over when it is made ready. */
export interface SinkGroup {
  /** Names of its sinks, in the order written. */
  readonly members: readonly string[];
  /** The sink that stands for them. The agent opens and closes the members; the group does neither. */
  over(members: readonly GroupMember[], context: Context): Sink<unknown>;
}

/** A sink of a group, with its name in the program. */
export interface GroupMember {
  readonly name: string;
  readonly sink: Sink<unknown>;
}

/** A group that is an output of a stream: whoever opens it opens its members before, and closes them behind it. */
export interface GroupedSink<T> extends Sink<T> {
  readonly members: readonly { readonly name: string; readonly sink: Sink<T> }[];
}

/** Whether a sink is such a group. */
export function isGrouped<T>(sink: Sink<T>): sink is GroupedSink<T> {
  return "members" in sink;
}
