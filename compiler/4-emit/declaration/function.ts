import type { FnDecl } from "../../../grammar/ast.ts";
import { createBlock } from "../block.ts";
import { asValue, atom } from "../code.ts";
import { emitBody } from "../expression/parameters.ts";
import { type At, type Exits, functionScope, NO_EXITS, typeOf } from "../module.ts";
import { typeText } from "../types.ts";
import type { Written } from "../written.ts";

/** `function parse(line: string): Fallible<Access> { … }` */
export function emitFunction(decl: FnDecl, top: At, name: string): Written {
  const { module } = top;
  const type = typeOf(top, decl);
  const at: At = { ...top, block: createBlock(functionScope(module, `fn ${name}`)), exits: returning };
  const params = decl.params.map((param) => {
    const given = at.block.scope.declare(param.name.text);
    module.bindings.set(param, asValue(atom(given)));
    const value = param.value === null ? null : module.emit(param.value, top).whole().doc;
    return { name: given, type: typeText(module, typeOf(top, param)), value };
  });
  const result = emitBody(decl.body, at, "result").whole();
  return {
    kind: "function",
    name,
    typeParams: decl.typeParams.map((param) => param.text),
    params,
    result: type.kind === "function" ? typeText(module, type.result) : "unknown",
    statements: [...at.block.statements, ["return ", result.doc, ";"]],
    doc: decl.doc,
    exported: false,
    mark: module.marks.at(top.unit, decl.name.span.start),
  };
}

/** `try` passes a failure on by returning it. */
const returning: Exits = {
  leave: NO_EXITS.leave,
  passOn(failure, at) {
    at.block.statements.push(["return ", failure, ";"]);
  },
  inLoop: () => returning,
};
