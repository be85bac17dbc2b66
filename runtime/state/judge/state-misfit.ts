import type { StoredTable } from "../manifest.ts";
import { schemaText } from "./schema-text.ts";

/** Of state that the program may only call otherwise. */
export const NO_NAME = "the program has no state of that name any more";

/** Kept state that a program cannot take over. */
export interface Misfit {
  readonly table: StoredTable;
  /** How many keys would be lost. */
  readonly keys: number;
  readonly reason: string;
}

/** What is kept does not fit the program: it does not start, and nothing was touched. */
export class StateMisfitError extends Error {
  /** `inputs`: names of those that were read, and are not any more. */
  constructor(stream: string, misfits: readonly Misfit[], inputs: readonly string[] = []) {
    const tables = misfits.map(({ table, keys, reason }) => {
      const what = `${table.kind} of ${schemaText(table.key)} to ${schemaText(table.value)}`;
      return `\`${table.name}\` (${what}, ${keys} ${keys === 1 ? "key" : "keys"}): ${reason}`;
    });
    const all = [...tables, ...inputs.map((name) => `how far \`${name}\` was read: ${NO_INPUT}`)];
    const gone = [...misfits.flatMap(({ reason, table }) => (reason === NO_NAME ? [table.name] : [])), ...inputs][0];
    const renamed = gone === undefined ? "" : ` say \`was "${gone}"\` behind the name that it has now,`;
    const discards = [...misfits.map(({ table }) => table.name), ...inputs];
    super(
      `${stream} has kept state that this program cannot take over: ${all.join("; ")}; ` +
        `go back to the old program,${renamed} or add ` +
        `${discards.map((name) => `--discard-state ${stream}.${name}`).join(" ")} to start without that state`,
    );
    this.name = "StateMisfitError";
  }
}

const NO_INPUT = "the program has no input of that name any more";
