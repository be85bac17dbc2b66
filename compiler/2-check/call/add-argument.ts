import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import { parse } from "../../../grammar/parse.ts";
import { walk } from "../../../grammar/walk.ts";
import type { DeclaredParam, Requirement } from "../../model/declaration.ts";
import type { Known } from "../../model/known.ts";
import { type Inference, substitute } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { separatorBehind } from "../context/separator.ts";
import { evaluate } from "../value/evaluate.ts";

/** What is called, as far as it says which values it takes. */
export interface Described {
  readonly name: string;
  readonly params: readonly DeclaredParam[];
  /** Its doc comment, which may have an example. */
  readonly doc: readonly string[];
  /** What has to hold over its options. */
  readonly requires: readonly Requirement[];
}

/**
 * Writes arguments for `missing` behind those of `call`: with the values of the example in the doc comment, else with the
 * plainest ones of their types that the declaration takes. Nothing where there is none. Not safe: the values are for the
 * author to say.
 */
export function addArguments(
  text: string,
  { args, span }: CallExpr,
  callee: Described,
  missing: readonly DeclaredParam[],
  inferring: Inference,
): Fix[] {
  const last = args.at(-1);
  const at = last?.span.end ?? span.end - 1;
  if (last === undefined && text[at] !== ")") return [];
  const values = valuesFor(callee, missing, inferring);
  if (values === null) return [];
  const separator = last === undefined ? "" : separatorBehind(text, last.span);
  const given = missing.map(({ name }, index) => `${name}: ${values[index]}`).join(", ");
  const edits = [{ span: { start: at, end: at }, text: `${separator}${given}` }];
  return [{ title: `Write \`${given}\``, edits, safe: false }];
}

/** Null where one of them has no value that could be meant. */
function valuesFor(callee: Described, missing: readonly DeclaredParam[], { found }: Inference): string[] | null {
  const examples = exampleValues(callee);
  const known = new Map<string, Known>();
  for (const { name, value } of callee.params) {
    const fallback = value === null ? undefined : evaluate(value, () => undefined);
    if (fallback !== undefined) known.set(name, fallback);
  }
  const values: string[] = [];
  for (const { name, type } of missing) {
    const candidates = [examples.get(name) ?? [], plainValues(substitute(type, found))].flat();
    const chosen = candidates.find((one) => {
      const value = constantIn(one);
      if (value === undefined) known.delete(name);
      else known.set(name, value);
      return callee.requires.every(({ condition }) => evaluate(condition, ({ text }) => known.get(text)) !== false);
    });
    if (chosen === undefined) return null;
    values.push(chosen);
  }
  return values;
}

function constantIn(text: string): Known | undefined {
  const [decl] = parse(`const x = ${text}`, "").tree.declarations;
  return decl?.kind === "ConstDecl" ? evaluate(decl.value, () => undefined) : undefined;
}

/** What the example writes for the options, where that means the same elsewhere. */
function exampleValues({ name: component, params, doc }: Described): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const [, example] = /```flow[^\n]*\n([\s\S]*?)```/.exec(doc.join("\n")) ?? [];
  if (example === undefined) return values;
  const positional = params.filter((param) => param.positional);
  walk(parse(example, "").tree, (node) => {
    if (node.kind !== "CallExpr" || node.callee.kind !== "NameExpr" || node.callee.text !== component) return;
    for (const [index, { name, value, spread }] of node.args.entries()) {
      const param = name?.text ?? positional[index]?.name;
      const text = example.slice(value.span.start, value.span.end);
      if (param !== undefined && !spread && isPlain(value)) values.set(param, withoutEscapes(text));
    }
  });
  return values;
}

/** A value in which nothing has a name. */
function isPlain(value: Expr): boolean {
  if (value.kind === "ArrayExpr") return value.elements.every((one) => one.kind !== "Spread" && isPlain(one));
  return evaluate(value, () => undefined) !== undefined;
}

/** `"hdfs://nn01/logs"` of `"hdfs://nn01/logs/%Y-%m-%d"`: an escape needs a header that events may not have. */
function withoutEscapes(text: string): string {
  return text.replace(/\/?[^/"]*%[^"]*/, "");
}

function plainValues(type: Type): readonly string[] {
  switch (type.kind) {
    case "string":
      return ['""', '"x"'];
    case "int":
      return ["0", "1"];
    case "float":
      return ["0.0", "1.0"];
    case "bool":
      return ["false", "true"];
    case "duration":
      return ["1s", "1m", "0s"];
    case "size":
      return ["1MiB", "0B"];
    case "array":
      return type.element.kind === "generic" ? [] : ["[]"];
    case "literal":
      return [show(type)];
    case "union":
      return type.members.flatMap(plainValues);
    case "function": {
      const [row] = type.params;
      const field = row?.type.kind === "record" ? row.type.fields[0] : undefined;
      return type.params.length === 1 && field !== undefined ? [`row => row.${field.name}`] : [];
    }
    default:
      return [];
  }
}
