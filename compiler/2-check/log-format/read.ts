import { suggest } from "../../../grammar/did-you-mean.ts";
import { type LogPiece, serverOf, splitLogFormat } from "../../../grammar/log-format.ts";
import { nullable } from "../../model/types/construct.ts";
import type { RecordTypeField } from "../../model/types/type.ts";
import { APACHE_DIRECTIVES, apacheFields } from "./apache.ts";
import { NGINX_VARIABLES, nginxFields } from "./nginx.ts";

/** What is wrong with the format of an access log. */
export type LogFormatFault =
  | { readonly kind: "unknown"; readonly written: string; readonly near: string | null; readonly isVariable: boolean }
  | { readonly kind: "together"; readonly first: string; readonly second: string }
  | { readonly kind: "none" };

/**
 * Fields of the record that lines of this format give, in the order of the format; `own` are variables that an nginx's
 * configuration sets itself. Of two fields with one name the second has a 2 behind it.
 */
export function readLogFormat(
  format: string,
  own: ReadonlySet<string>,
): { readonly fields: readonly RecordTypeField[]; readonly faults: readonly LogFormatFault[] } {
  const isNginx = serverOf(format) === "nginx";
  const pieces = splitLogFormat(format);
  const fields: RecordTypeField[] = [];
  const faults: LogFormatFault[] = [];
  const names = new Set<string>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "text") continue;
    const before = pieces[index - 1];
    if (before?.kind === "field" && !canStandTogether(before, piece)) {
      faults.push({ kind: "together", first: before.written, second: piece.written });
    }
    const given = isNginx ? nginxFields(piece.name, own) : apacheFields(piece.name, piece.argument);
    if (given === null) {
      const near = suggest(piece.written, isNginx ? NGINX_VARIABLES : APACHE_DIRECTIVES);
      faults.push({ kind: "unknown", written: piece.written, near, isVariable: isNginx });
      continue;
    }
    for (const { name, type } of given) {
      const free = freeName(name, names);
      names.add(free);
      fields.push({ name: free, type: piece.conditional ? nullable(type) : type });
    }
  }
  if (!pieces.some((piece) => piece.kind === "field")) faults.push({ kind: "none" });
  return { fields, faults };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`;
  return free;
}

type Field = Extract<LogPiece, { kind: "field" }>;

/** Fields that show by their first character where they begin: `?a=b`, `/a`. */
const LEADING: ReadonlySet<string> = new Set(["q", "request_uri", "uri", "document_uri"]);

/** Which is in doubt elsewhere: `$uri$is_args$args` of a request without arguments ends in a `-` that may be the path's. */
function canStandTogether(first: Field, second: Field): boolean {
  return LEADING.has(second.name) && !LEADING.has(first.name);
}
