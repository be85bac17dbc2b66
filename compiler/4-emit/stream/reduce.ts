import type { Expr } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import { createBlock, declareConst } from "../block.ts";
import { asValue, atom, BINDING, within } from "../code.ts";
import { settled } from "../expression/parameters.ts";
import { braced, group, indented, LINE } from "../layout.ts";
import { inBlock } from "../module.ts";
import { apply, argument } from "../operators/chain.ts";
import { typeText } from "../types.ts";
import { letName } from "./graph.ts";
import type { RestingOperator } from "./resting.ts";

/** `reduce`: one element, or none of an empty batch. No value of the language is undefined. */
export const reduce: RestingOperator = {
  open(operator, _writing, at) {
    const name = at.block.scope.declare(letName(operator) ?? "reduced");
    const type = typeText(at.module, operator.element);
    at.block.statements.push(`let ${name}: ${type.includes(" ") ? `(${type})` : type} | undefined;`);
    return name;
  },
  add(operator, store, element, _writing, at) {
    const value = settled(element, "element", at, [], operator.input);
    const rest = inBlock(at, createBlock(at.block.scope.inner()));
    const merge = argument(operator, "merge");
    // A function within would not believe of a variable that it is there by now.
    const before = holdsLambda(merge) ? declareConst(rest.block, store, store) : store;
    const merged = apply(merge, [asValue(atom(before)), value], rest, store).whole();
    const first = value.whole().doc;
    const { statements } = rest.block;
    if (statements.length === 0) {
      const choice = group(indented(LINE, "? ", first, LINE, ": ", within(merged, BINDING.arrow + 1)));
      at.block.statements.push([`${store} = ${store} === undefined`, choice, ";"]);
    } else {
      const merging = braced([...statements, [`${store} = `, merged.doc, ";"]]);
      at.block.statements.push([
        `if (${store} === undefined) `,
        braced([[`${store} = `, first, ";"]]),
        " else ",
        merging,
      ]);
    }
  },
  result: (_operator, store) => ({ kind: "perhaps", code: atom(store) }),
};

function holdsLambda(merge: Expr): boolean {
  let count = 0;
  walk(merge, (node) => {
    if (node.kind === "LambdaExpr") count++;
  });
  return count > 1;
}
