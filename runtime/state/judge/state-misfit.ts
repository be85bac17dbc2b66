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
  constructor(stream: string, misfits: readonly Misfit[]) {
    const all = misfits.map(({ table, keys, reason }) => {
      const what = `${table.kind} of ${schemaText(table.key)} to ${schemaText(table.value)}`;
      return `\`${table.name}\` (${what}, ${keys} ${keys === 1 ? "key" : "keys"}): ${reason}`;
    });
    const gone = misfits.find(({ reason }) => reason === NO_NAME);
    const renamed = gone === undefined ? "" : ` say \`was "${gone.table.name}"\` behind the name that it has now,`;
    const discards = misfits.map(({ table }) => `--discard-state ${stream}.${table.name}`);
    super(
      `${stream} has kept state that this program cannot take over: ${all.join("; ")}; ` +
        `go back to the old program,${renamed} or add ${discards.join(" ")} to start without that state`,
    );
    this.name = "StateMisfitError";
  }
}
