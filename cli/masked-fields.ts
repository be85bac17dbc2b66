import type { Unit } from "../compiler/model/checked.ts";
import { walk } from "../grammar/walk.ts";

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
