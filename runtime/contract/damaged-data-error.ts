import { dirname } from "node:path";

/** Exit status of a program that does not start because what it keeps is damaged. */
export const DAMAGED_STATUS = 3;

/** What a program keeps on disk is not what was written. `what` says how, beginning behind "is damaged". */
export class DamagedDataError extends Error {
  constructor(path: string, what: string) {
    super(
      `${path} is damaged${what}; stop the program and run \`sluice data repair ${dirname(path)}\`, ` +
        `which keeps what is whole and a copy of the rest`,
    );
    this.name = "DamagedDataError";
  }
}

/** Whether damaged data are behind an error. */
export function isDamage(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) if (one instanceof DamagedDataError) return true;
  return false;
}
