import { nullable, STRING } from "../../../compiler/model/types/construct.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import type { Choices } from "./choices.ts";

interface Regex {
  readonly text: string;
  /** A record of its named groups. */
  readonly groups: Type;
}

const SOME: readonly Regex[] = [
  regex(String.raw`/\d+/`, {}),
  regex(String.raw`/(?<a>\w+)\s*=\s*(?<b>[^"/]*)?/i`, { a: STRING, b: nullable(STRING) }),
  regex(String.raw`/^(?<constructor>[/\]]+)|(?<length>\u2028)$/gm`, {
    constructor: nullable(STRING),
    length: nullable(STRING),
  }),
  regex("/`$`*\\//u", {}),
];

/** One of some regular expressions. */
export function someRegex(choices: Choices): Regex {
  return choices.pick(SOME);
}

/** Whether a regular expression can have these groups. */
export function groupsFit(groups: Type): boolean {
  return (
    groups.kind === "record" &&
    groups.fields.every(({ type, name }) => {
      const inner = type.kind === "nullable" ? type.type : type;
      return inner.kind === "string" && name !== "__proto__";
    })
  );
}

/** A regular expression with the given groups. */
export function regexWith(groups: Type, choices: Choices): string {
  const known = SOME.find((one) => one.groups === groups);
  if (known !== undefined) return known.text;
  const fields = groups.kind === "record" ? groups.fields : [];
  const parts = fields.map(({ name, type }) =>
    type.kind === "nullable" ? `(?:(?<${name}>\\d+))?` : `(?<${name}>\\w*)`,
  );
  return `/${parts.join(choices.pick([" ", String.raw`\/`, ""])) || "."}/`;
}

function regex(text: string, groups: Readonly<Record<string, Type>>): Regex {
  return { text, groups: { kind: "record", fields: Object.entries(groups).map(([name, type]) => ({ name, type })) } };
}
