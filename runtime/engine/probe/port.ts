import type { Context } from "../../contract/context.ts";
import { unlessAborted } from "../../system/abort.ts";
import type { Shown } from "../taps.ts";

/** What a probe has of the context of its component; it does nothing before that one is opened. */
export interface Port {
  count: Context["count"];
  show(shown: Shown): void;
  /** While it is paused: resolves when it may go on, or drains. */
  held(): Promise<unknown> | null;
}

/** The port of `component`; `opened` is called when that is open. */
export function portOf(
  component: { open(context: Context): Promise<void> },
  opened: (context: Context) => void = () => {},
): Port {
  const port: Port = { count() {}, show() {}, held: () => null };
  const open = component.open.bind(component);
  component.open = async (context) => {
    port.count = context.count.bind(context);
    if (context.show !== undefined) port.show = context.show.bind(context);
    port.held = () => {
      const held = context.held?.() ?? null;
      return held === null || context.draining.aborted ? null : unlessAborted(context.draining, held);
    };
    await open(context);
    opened(context);
  };
  return port;
}
