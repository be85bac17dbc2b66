import type { Unit } from "../compiler/model/checked.ts";
import { walk } from "../grammar/walk.ts";

/** What stands for a value that is not shown. */
export const MASK = "***";

/**
 * Names of the fields that a type of the program marks `pii`. Types are the same when their fields are, and a record that is
 * made of another has its fields and not its name: so a field is masked by its name, wherever it is shown.
 */
export function maskedFields(units: readonly Unit[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { tree, stdlib } of units) {
    if (stdlib) continue;
    walk(tree, (node) => {
      if (node.kind === "FieldType" && node.pii) names.add(node.name.text);
    });
  }
  return names;
}

/** A text of JSON with the values of these fields masked, at any depth; one that only looks like it is masked as a whole. */
export function maskedJson(text: string, masked: ReadonlySet<string>): string {
  if (![...masked].some((name) => text.includes(JSON.stringify(name)))) return text;
  try {
    return JSON.stringify(JSON.parse(text, (name, value) => (masked.has(name) ? MASK : value)));
  } catch {
    return MASK;
  }
}

/** Headers with the values of those masked that are called as such a field. */
export function maskedHeaders(
  headers: ReadonlyMap<string, string>,
  masked: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  return new Map([...headers].map(([name, value]) => [name, masked.has(name) ? MASK : value]));
}
