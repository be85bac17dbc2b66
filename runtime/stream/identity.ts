import type { Guilty } from "./find-guilty.ts";

const POSITION = ["topic", "partition", "offset"] as const;

/** What identifies an element for whoever reads a log: topic, partition and offset, or its number in the batch. */
export function identityOf(stream: string, { input, event, index }: Guilty): Readonly<Record<string, string | number>> {
  const { headers } = event;
  if (!POSITION.every((name) => headers.has(name))) return { input: `${stream}.${input}`, element: index + 1 };
  return Object.fromEntries(POSITION.map((name) => [name, headers.get(name) ?? ""]));
}
