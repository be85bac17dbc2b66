import type { Out } from "./standard-output.ts";

/** Names of those that print to the same place, while they are open. There is one standard output, and one list for it. */
const printers = new WeakMap<Out, Set<string>>();

/** Adds one of that name; what it returns takes it out again. */
export function addPrinter(out: Out, name: string): () => void {
  const names = printers.get(out) ?? new Set();
  printers.set(out, names.add(name));
  return () => names.delete(name);
}

/**
 * What tells one of that name, `counts.print`, from others that print there: its stream, or its whole name where its stream
 * has two. Empty where it is alone.
 */
export function titleAmong(out: Out, name: string): string {
  const others = [...(printers.get(out) ?? [])].filter((other) => other !== name);
  if (others.length === 0) return "";
  const owner = ownerOf(name);
  return others.some((other) => ownerOf(other) === owner) ? name : owner;
}

function ownerOf(name: string): string {
  const end = name.lastIndexOf(".");
  return end < 0 ? name : name.slice(0, end);
}
