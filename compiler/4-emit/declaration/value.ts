/** `const`, `param`, `secret` and `topic`. */
import type { ConstDecl, Expr, ParamDecl, SecretDecl } from "../../../grammar/ast.ts";
import { printable } from "../../model/types/construct.ts";
import { createBlock } from "../block.ts";
import { BINDING, bodyOf, call, parenthesize } from "../code.ts";
import type { Doc } from "../doc.ts";
import { type At, functionScope, placeText, typeOf } from "../module.ts";
import { schemaOf } from "../schema.ts";
import { quoted } from "../text.ts";
import { needsWriting, typeText } from "../types.ts";
import type { WrittenConst } from "../written.ts";

/** The constant that a `const` of the program becomes, under the name that it has in the module. */
export function emitConst(decl: ConstDecl, top: At, name: string): WrittenConst {
  const { module } = top;
  const value = module.emit(decl.value, top, name).whole();
  const type = typeOf(top, decl);
  const isWritten = decl.type !== null || ((value.widens || type.kind === "function") && needsWriting(type));
  if (type.kind === "nullable" || type.kind === "union") {
    // An annotation alone would not keep TypeScript from remembering which of the values it is.
    const doc = [parenthesize(value, BINDING.relation + 1), " as ", typeText(module, type)];
    return constant(decl, top, name, isWritten ? doc : value.doc, null);
  }
  return constant(decl, top, name, value.doc, isWritten ? typeText(module, type) : null);
}

/** `param("interval", t.duration, "…", () => 15_000)`, and `jsonParam` for `Json` and for a type that has no plain text. */
export function emitParam(decl: ParamDecl, top: At, name: string): WrittenConst {
  const { module } = top;
  const type = typeOf(top, decl);
  const args: Doc[] = [quoted(decl.name.text), schemaOf(top, type), placeText(top, decl.name.span)];
  if (decl.value !== null) args.push(later(decl.value, `param ${name}`, top));
  const isPlain = decl.value !== null && !needsWriting(type) && type.kind !== "record";
  const typeArgs = isPlain ? "" : `<${typeText(module, type)}>`;
  const certain = type.kind === "nullable" ? type.type : type;
  const reader = printable(certain) && certain.kind !== "json" ? "param" : "jsonParam";
  return constant(decl, top, name, call([module.imports.runtime(reader), typeArgs], args).doc, null);
}

/** `secret("token", "…", () => env("TOKEN"))` */
export function emitSecret(decl: SecretDecl, top: At, name: string): WrittenConst {
  const args = [quoted(decl.name.text), placeText(top, decl.name.span), later(decl.value, `secret ${name}`, top)];
  return constant(decl, top, name, call(top.module.imports.runtime("secret"), args).doc, null);
}

function constant(
  decl: ConstDecl | ParamDecl | SecretDecl,
  top: At,
  name: string,
  value: Doc,
  type: string | null,
): WrittenConst {
  const mark = top.module.marks.at(top.unit, decl.name.span.start);
  return { kind: "const", name, type, value, doc: decl.doc, exported: false, mark };
}

/** `() => value`, computed when it is asked for. */
function later(value: Expr, key: string, top: At): Doc {
  const at: At = { ...top, block: createBlock(functionScope(top.module, key)) };
  const result = top.module.emit(value, at).whole();
  return ["() => ", bodyOf(at.block.statements, result)];
}
