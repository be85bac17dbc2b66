import { StartError } from "./start-error.ts";

/** Exit status of a program that does not start because it would lose what an earlier version of it has kept. */
export const LOSS_STATUS = 4;

/** The program, as it is now, would lose what it has kept: it does not start, and nothing was touched. */
export class LossError extends StartError {
  constructor(place: string, message: string) {
    super(place, message);
    this.name = "LossError";
  }
}

/** Throws all of them as one, at the place of the first; nothing where there is none. */
export function refuseLosses(losses: readonly LossError[]): void {
  const [first] = losses;
  if (first === undefined) return;
  if (losses.length === 1) throw first;
  throw new LossError(first.place, losses.map(({ message }) => message).join(". Besides, "));
}
