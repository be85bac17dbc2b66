import type { Unit } from "../compiler/model/checked.ts";
import { walk } from "../grammar/walk.ts";

/**
 * Names in `env("NAME")`, in files of the program: the environment variables that it reads. Each with whether a secret
 * reads it, also where something else does as well.
 */
export function environmentVariables(units: readonly Unit[]): ReadonlyMap<string, { readonly isSecret: boolean }> {
  const found = new Map<string, { readonly isSecret: boolean }>();
  for (const { tree, stdlib } of units) {
    if (stdlib) continue;
    for (const decl of tree.declarations) {
      walk(decl, (node) => {
        if (node.kind !== "CallExpr" || node.callee.kind !== "NameExpr" || node.callee.text !== "env") return;
        const [first] = node.args;
        if (first?.value.kind !== "StringLiteral") return;
        const { value: name } = first.value;
        found.set(name, { isSecret: decl.kind === "SecretDecl" || found.get(name)?.isSecret === true });
      });
    }
  }
  return found;
}
