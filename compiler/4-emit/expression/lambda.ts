import type { LambdaExpr } from "../../../grammar/ast.ts";
import { createBlock, innerBlock } from "../block.ts";
import { atom, BINDING, type Code, operation, valueOf, within } from "../code.ts";
import { braced, type Doc } from "../layout.ts";
import { type At, functionScope, inBlock, typeOf } from "../module.ts";
import { needsWriting, typeText } from "../types.ts";
import { emitBody } from "./parameters.ts";
import { usageOf } from "./usage.ts";

/** A lambda that is passed on as a function. Its parameters get their types from where it goes. */
export function emitLambda(expr: LambdaExpr, at: At): Code {
  const scope = at.block.scope.isTop ? functionScope(at.module, `${at.unit.path}:${expr.span.start}`) : null;
  const inner = inBlock(at, scope === null ? innerBlock(at.block) : createBlock(scope));
  const names = expr.params.map((param) => {
    const unused = usageOf(at.module.checked, param, expr.body).count === 0;
    const name = inner.block.scope.declare(
      unused && !param.name.text.startsWith("_") ? `_${param.name.text}` : param.name.text,
    );
    at.module.bindings.set(param, valueOf(atom(name)));
    return name;
  });
  const params = at.module.checked.destructured.has(expr) ? `([${names.join(", ")}])` : `(${names.join(", ")})`;
  const result = emitBody(expr.body, inner, "result").whole();
  const type = typeOf(at, expr.body);
  const annotation = result.widens && needsWriting(type) ? `: ${typeText(at.module, type)}` : "";
  return operation([params, annotation, " => ", functionBody(inner.block.statements, result)], BINDING.arrow);
}

function functionBody(statements: readonly Doc[], result: Code): Doc {
  if (statements.length > 0) return braced([...statements, ["return ", result.doc, ";"]]);
  // A record would be read as a block.
  return result.widens && startsWithBrace(result.doc) ? ["(", result.doc, ")"] : within(result, BINDING.arrow);
}

function startsWithBrace(doc: Doc): boolean {
  if (typeof doc === "string") return doc.startsWith("{");
  if (Array.isArray(doc)) return doc.length > 0 && startsWithBrace(doc.find((part) => part !== "") as Doc);
  return "content" in doc && startsWithBrace(doc.content);
}
