import { asValue, BINDING, type Code, operation, parenthesize, primary } from "../code.ts";
import type { Doc } from "../doc.ts";
import type { At } from "../module.ts";
import { orNull } from "./or-null.ts";
import { makeRepeatable } from "./parameters.ts";

/** What fills the placeholders of an `emits` template. */
export interface Fillings {
  readonly receiver: Code | null;
  /** By parameter. */
  readonly args: ReadonlyMap<string, Code>;
}

/**
 * The JavaScript that a declaration writes as text, `{this}` and `{parameter}` filled in. A filling gets parentheses
 * where the template does not stand it alone, and a name where it would be written twice.
 */
export function fillTemplate(template: string, fillings: Fillings, mark: string, at: At): Code {
  // As something that may be undefined it needs no detour over null where a default follows.
  const orUndefined = /^\((.*) \?\? null\)$/.exec(template)?.[1];
  if (orUndefined !== undefined) return orNull(fillTemplate(orUndefined, fillings, mark, at));
  const pieces = template.split(/\{(\w+)\}/);
  const doc: Doc[] = [mark];
  const codes = new Map<string, Code>();
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 0) {
      doc.push(piece);
      continue;
    }
    const given = piece === "this" ? fillings.receiver : fillings.args.get(piece);
    if (!given) throw new Error(`nothing to fill {${piece}} with`);
    const isRepeated = pieces.filter((other, place) => place % 2 === 1 && other === piece).length > 1;
    const code =
      codes.get(piece) ??
      (isRepeated ? makeRepeatable(asValue(given), piece === "this" ? "value" : piece, at).whole() : given);
    codes.set(piece, code);
    const alone =
      /(^|[(,[])\s*(\.\.\.)?$/.test(pieces[index - 1] ?? "") && /^\s*([),\]]|$)/.test(pieces[index + 1] ?? "");
    // JavaScript takes the point of `255.toString()` for that of the number.
    const isDigits = typeof code.doc === "string" && /^[\d_]+$/.test(code.doc);
    doc.push(alone ? code.doc : isDigits ? ["(", code.doc, ")"] : parenthesize(code, BINDING.postfix));
  }
  if (template === "{this}" && fillings.receiver !== null) return fillings.receiver;
  return standsAlone(template) ? primary(doc) : operation(doc, BINDING.arrow);
}

/** True for a call, a name, a list or what is in parentheses: nothing in it can be torn apart by what stands around. */
function standsAlone(template: string): boolean {
  let depth = 0;
  for (const char of template.replace(/^new /, "")) {
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (depth === 0 && !/[\w.$]/.test(char)) return false;
  }
  return true;
}
