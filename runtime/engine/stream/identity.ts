import { recordOf } from "../identity.ts";
import type { Guilty } from "./find-guilty.ts";

/** What identifies an element for whoever reads a log: topic, partition and offset, or its number in the batch. */
export function identityOf(stream: string, { input, event, index }: Guilty): Readonly<Record<string, string | number>> {
  return recordOf(event) ?? { input: `${stream}.${input}`, element: index + 1 };
}
