import type { CallExpr } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import type { DeclaredParam } from "../../model/declaration.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { separatorBehind } from "../context/separator.ts";

/**
 * Writes arguments for `params` behind those of `call`, with the plainest values of their types; nothing where a type has
 * none. Not safe: the values are for the author to say.
 */
export function addArguments(text: string, { args, span }: CallExpr, params: readonly DeclaredParam[]): Fix[] {
  const values = params.map(({ type }) => plainestValue(type));
  const last = args.at(-1);
  const at = last?.span.end ?? span.end - 1;
  if (values.includes(null) || (last === undefined && text[at] !== ")")) return [];
  const separator = last === undefined ? "" : separatorBehind(text, last.span);
  const given = params.map(({ name }, index) => `${name}: ${values[index]}`).join(", ");
  const edits = [{ span: { start: at, end: at }, text: `${separator}${given}` }];
  return [{ title: `Write \`${given}\``, edits, safe: false }];
}

function plainestValue(type: Type): string | null {
  switch (type.kind) {
    case "string":
      return '""';
    case "int":
      return "0";
    case "float":
      return "0.0";
    case "bool":
      return "false";
    case "duration":
      return "1s";
    case "size":
      return "1MiB";
    case "array":
      return "[]";
    case "literal":
      return show(type);
    case "union":
      return plainestValue(type.members[0]!);
    default:
      return null;
  }
}
