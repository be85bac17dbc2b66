import type { Checked, FlowSymbol } from "../../../compiler/model/checked.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import type { Argument, CallExpr, Parameter } from "../../../grammar/ast.ts";
import { sharedOption, textOf } from "../describe.ts";
import { type CompletionItem, RANK } from "./item.ts";

/** The options and named parameters that a call could still give; what it must give comes first. */
export function missingOptions(checked: Checked, call: CallExpr, at: Argument | null): CompletionItem[] {
  const bound = checked.calls.get(call);
  if (bound === undefined) return [];
  const { callee } = bound;
  const given = new Set(call.args.flatMap((arg) => (arg === at ? [] : (arg.name?.text ?? []))));
  const byPlace = call.args.filter((arg) => arg !== at && arg.name === null && !arg.spread).length;
  const positional = callee.decl.params.filter((param) => isPositional(callee, param));
  const taken = new Set(positional.slice(0, byPlace).map((param) => param.name.text));
  return bound.args.flatMap(({ name, type }, index) => {
    const own = callee.decl.params[index];
    const param = own ?? sharedOption(callee, name);
    if (param === undefined || given.has(name) || taken.has(name) || takesMany(type)) return [];
    const isRequired = param.value === null;
    const written = "fallback" in param ? param.fallback : param.value && textOf(callee.unit, param.value);
    const fallback = isRequired ? "" : ` = ${written}`;
    return {
      label: name,
      kind: "option",
      detail: `${show(type)}${fallback}`,
      doc: param.doc,
      text: at?.name ? name : `${name}: `,
      snippet: null,
      rank: isRequired ? RANK.wanted : RANK.near,
    };
  });
}

/** Whether the call takes an argument by its place here, and of which type; null where it does not. */
export function wantedByPlace(checked: Checked, call: CallExpr, at: Argument | null): Type | null {
  const bound = checked.calls.get(call);
  if (bound === undefined) return null;
  const before = call.args.filter((arg) => arg !== at && arg.name === null && !arg.spread).length;
  const { callee } = bound;
  const positional = callee.decl.params.filter((param) => isPositional(callee, param));
  const param = positional[before] ?? null;
  const type = bound.args.find((arg) => arg.name === param?.name.text)?.type ?? null;
  const last = bound.args.find((arg) => arg.name === positional.at(-1)?.name.text)?.type;
  return type !== null && takesMany(type)
    ? elementOf(type)
    : (type ?? (last && takesMany(last) ? elementOf(last) : null));
}

/** The type that a named option or argument wants; null where there is none of that name. */
export function wantedByName(checked: Checked, call: CallExpr, name: string): Type | null {
  return checked.calls.get(call)?.args.find((arg) => arg.name === name)?.type ?? null;
}

function isPositional(callee: FlowSymbol, param: Parameter): boolean {
  if (param.positional || callee.kind === "fn") return true;
  return callee.kind === "extern" && (callee.decl.externKind === "fn" || callee.decl.externKind === "operator");
}

/** `failover(k1, k2)` takes any number of sinks. */
function takesMany(type: Type): boolean {
  return type.kind === "array" && type.element.kind === "generic" && type.element.name === "Sink";
}

function elementOf(type: Type): Type | null {
  return type.kind === "array" ? type.element : null;
}
