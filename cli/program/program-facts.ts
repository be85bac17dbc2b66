import type { Unit } from "../../compiler/model/checked.ts";
import { environmentVariables } from "../environment-variables.ts";
import { maskedFields } from "../masked-fields.ts";

/** What those who keep or show what a program does have to know of its texts. */
export interface ProgramFacts {
  /** Paths of the files that it is written in. */
  readonly files: readonly string[];
  /** Names of fields whose values are left out. */
  readonly masked: readonly string[];
  /** Environment variables that it reads, each with whether a secret does. */
  readonly environment: Readonly<Record<string, boolean>>;
}

/** The facts of a program that consists of `units`. */
export function factsOf(units: readonly Unit[]): ProgramFacts {
  const variables = [...environmentVariables(units)].map(([name, { isSecret }]) => [name, isSecret] as const);
  return {
    files: units.flatMap(({ path, stdlib }) => (stdlib ? [] : [path])),
    masked: [...maskedFields(units)],
    environment: Object.fromEntries(variables),
  };
}
