import type { LambdaExpr } from "../../../grammar/ast.ts";
import { createBlock, innerBlock } from "../block.ts";
import { asValue, atom, BINDING, bodyOf, type Code, operation } from "../code.ts";
import { type At, functionScope, NO_EXITS, typeOf } from "../module.ts";
import { needsWriting, typeText } from "../types.ts";
import { emitBody } from "./parameters.ts";
import { usageOf } from "./usage.ts";

/** A lambda that is passed on as a function. Its parameters get their types from where it goes, or those that are written. */
export function emitLambda(expr: LambdaExpr, at: At): Code {
  const scope = at.block.scope.isTop ? functionScope(at.module, `${at.unit.path}:${expr.span.start}`) : null;
  const block = scope === null ? innerBlock(at.block) : createBlock(scope);
  const inner = { ...at, block, exits: NO_EXITS };
  const isApart = at.module.checked.destructured.has(expr);
  const names = expr.params.map((param) => {
    const unused = usageOf(at.module.checked, param, expr.body).count === 0;
    const name = inner.block.scope.declare(
      unused && !param.name.text.startsWith("_") ? `_${param.name.text}` : param.name.text,
    );
    at.module.bindings.set(param, asValue(atom(name)));
    return param.type === null || isApart ? name : `${name}: ${typeText(at.module, typeOf(at, param))}`;
  });
  const params = isApart ? `([${names.join(", ")}])` : `(${names.join(", ")})`;
  const result = emitBody(expr.body, inner, "result").whole();
  const type = typeOf(at, expr.body);
  const annotation = result.widens && needsWriting(type) ? `: ${typeText(at.module, type)}` : "";
  return operation([params, annotation, " => ", bodyOf(inner.block.statements, result)], BINDING.arrow);
}
