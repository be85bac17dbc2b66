import { nullable, STRING } from "../../model/types/construct.ts";
import type { RecordTypeField } from "../../model/types/type.ts";

/**
 * The named groups of a regular expression with their types: `string`, or `string?` for a group that a match may
 * leave out (inside an alternative, or under `?`, `*`, `{0,…}`, or a negative look-around). Gives the reason instead
 * where the expression does not parse. ECMAScript syntax, so that the emitted program means the same.
 */
export function regexGroups(pattern: string, flags: string): RecordTypeField[] | string {
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    const text = (error as Error).message;
    return text.slice(text.lastIndexOf(": ") + 2);
  }
  const fields: { name: string; optional: boolean }[] = [];
  const open: Group[] = [{ first: 0, inside: 0, alternatives: false, negative: false }];
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    const group = open.at(-1) as Group;
    if (char === "\\") at++;
    else if (inClass) inClass = char !== "]";
    else if (char === "[") inClass = true;
    else if (char === "|") group.alternatives = true;
    else if (char === "(") {
      const first = fields.length;
      const name = /^\?<([^=!>][^>]*)>/.exec(pattern.slice(at + 1))?.[1];
      if (name !== undefined) fields.push({ name, optional: false });
      const negative = /^\?<?!/.test(pattern.slice(at + 1, at + 4));
      open.push({ first, inside: fields.length, alternatives: false, negative });
    } else if (char === ")" && open.length > 1) {
      open.pop();
      if (group.alternatives || group.negative) markFrom(fields, group.inside);
      if (/^(?:[?*]|\{0)/.test(pattern.slice(at + 1))) markFrom(fields, group.first);
    }
  }
  if ((open[0] as Group).alternatives) markFrom(fields, 0);
  return fields.map((field) => ({ name: field.name, type: field.optional ? nullable(STRING) : STRING }));
}

/** An open parenthesis: its own field and those inside it by index, and what was met directly in it. */
interface Group {
  readonly first: number;
  /** Differs from `first` by the group's own name: alternatives inside it do not make the group itself optional. */
  readonly inside: number;
  alternatives: boolean;
  readonly negative: boolean;
}

function markFrom(fields: { optional: boolean }[], from: number): void {
  for (const field of fields.slice(from)) field.optional = true;
}
