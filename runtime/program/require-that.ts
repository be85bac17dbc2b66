import { quit } from "../contract/quit.ts";
import { originOf } from "./param.ts";

/**
 * Ends the process with 2 where a setting is not what it has to be: `rule` says what that is, with `{name}` for each of
 * `values`, and `params` are those that have decided.
 */
export function requireThat(
  holds: boolean,
  place: string,
  rule: string,
  values: Readonly<Record<string, unknown>>,
  params: readonly string[] = [],
): void {
  if (holds) return;
  const told = rule.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
  const from = params.map(originOf).join(" and ");
  quit(`${place}: ${told}${from === "" ? "" : ` (from ${from})`}`, 2);
}
