import type { Expr } from "../../../../../grammar/ast.ts";
import { walk } from "../../../../../grammar/walk.ts";
import { createBlock, declareConst } from "../../../block.ts";
import { asValue, atom, BINDING, parenthesize } from "../../../code.ts";
import { braced, group, indented, LINE } from "../../../doc.ts";
import { makeRepeatable } from "../../../expression/parameters.ts";
import { inBlock } from "../../../module.ts";
import { apply, argument } from "../../../operators/chain.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { typeText } from "../../../types.ts";
import { letName } from "../../graph.ts";
import { type PipelineBreaker, storeOf } from "../../operator-emitter.ts";

/** `reduce`: one element, or none of an empty batch. No value of the language is undefined. */
export const reduce: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  open({ operator, at }) {
    const name = at.block.scope.declare(letName(operator) ?? "reduced");
    const type = typeText(at.module, operator.element);
    at.block.statements.push(`let ${name}: ${type.includes(" ") ? `(${type})` : type} | undefined;`);
    return name;
  },
  accept(port, element, gathering) {
    const { operator, at } = gathering;
    const store = storeOf(gathering, port);
    const value = makeRepeatable(element, "element", at, [], operator.inputs[0].element);
    const rest = inBlock(at, createBlock(at.block.scope.inner()));
    const merge = argument(operator, "merge", at);
    // A function within would not believe of a variable that it is there by now.
    const before = holdsLambda(merge) ? declareConst(rest.block, store, store) : store;
    const merged = apply(merge, [asValue(atom(before)), value], rest, store).whole();
    const first = value.whole().doc;
    const { statements } = rest.block;
    if (statements.length === 0) {
      const choice = group(indented(LINE, "? ", first, LINE, ": ", parenthesize(merged, BINDING.arrow + 1)));
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
  finish: (gathering) => ({ kind: "perhaps", code: atom(storeOf(gathering)) }),
};

function holdsLambda(merge: Expr): boolean {
  let count = 0;
  walk(merge, (node) => {
    if (node.kind === "LambdaExpr") count++;
  });
  return count > 1;
}
