import type { LiveFrame, PartNow, PictureNode, Trouble } from "../runtime/program/ui/messages.ts";
import { amount, percent, rate, seconds } from "./format.ts";

/** What goes wrong with a node: of a topic also with those who write and read it; what fails comes first. */
export function troubleOf({ parts }: PictureNode, { troubles }: LiveFrame): Trouble | null {
  const found = parts.flatMap((id) => troubles[id] ?? []);
  return found.find(({ level }) => level === "failing") ?? found[0] ?? null;
}

/** What a node does now, in words. */
export function nowText(node: PictureNode, frame: LiveFrame): string {
  const now = frame.parts[node.id];
  if (now === undefined) return "";
  return [
    now.in === null ? "" : `${rate(now.in)} in`,
    now.out === null ? "" : `${rate(now.out)} out`,
    now.fill === null ? "" : `${percent(now.fill)} full`,
    now.took === null ? "" : `last batch took ${seconds(now.took)}`,
    now.lag === null ? "" : `${amount(now.lag)} records behind`,
  ]
    .filter((one) => one !== "")
    .join(", ");
}

/** What waits in a part or in front of it. */
export function waitingText({ events, fill, lag }: PartNow): string {
  if (fill !== null) return `${amount(events ?? 0)} (${percent(fill)})`;
  const waiting = lag ?? events;
  return waiting === null ? "" : amount(waiting);
}

/** One word for how a node is. */
export function stateWord(node: PictureNode, frame: LiveFrame): string {
  const trouble = troubleOf(node, frame);
  if (trouble !== null) return trouble.level;
  return node.parts.some((id) => frame.paused.includes(id)) ? "paused" : "ok";
}
