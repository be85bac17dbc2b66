import { CONTRACT_TYPES, type Contract } from "./contract.ts";

/** A module that calls a user's function as the emitted program does, and lets TypeScript say whether it may. */
export interface Probe {
  readonly text: string;
  /** What stands on each line, by its number from 0; other lines are not to blame for anything. */
  readonly lines: ReadonlyMap<number, ProbePart>;
}

/** The place of a parameter, or `result`. */
export type ProbePart = number | "result";

/**
 * `module` is how the probe reaches the function. It may take fewer type parameters than are written down, and may
 * leave out what it does not want of what it is given beside the declared parameters: `taken` says how many.
 */
export function probeOf(contract: Contract, module: string, taken: { params: number; typeParams: number }): Probe {
  const { name, params, typeArgs, typeParams, result, mayWait } = contract;
  const given = params.filter(({ role }, index) => role !== "given" || index < taken.params);
  const written = typeArgs.length > 0 && taken.typeParams === typeArgs.length ? `<${typeArgs.join(", ")}>` : "";
  const generic = typeParams.length === 0 ? "" : `<${typeParams.join(", ")}>`;
  const lines: string[] = [
    `import type { ${CONTRACT_TYPES.join(", ")} } from "sluice/runtime";`,
    `import { ${name} as given } from ${JSON.stringify(module)};`,
    `export function probe${generic}(`,
    ...params.map((param, index) => `  value${index}: ${param.type}${param.optional ? " | undefined" : ""},`),
    `): ${mayWait ? `${result} | Promise<${result}>` : result} {`,
    // The type is asked for on a line of its own: it must not help to find the type of the call.
    `  const found = given${written}(`,
  ];
  const parts = new Map<number, ProbePart>();
  for (const param of given) {
    const index = params.indexOf(param);
    parts.set(lines.length, index);
    lines.push(`    value${index},`);
  }
  lines.push("  );");
  parts.set(lines.length, "result");
  lines.push("  return found;", "}", "");
  return { text: lines.join("\n"), lines: parts };
}

/** `rotated(receiver: string, by: number): string`: what the user may copy. */
export function signatureOf({ name, params, result, typeParams }: Contract): string {
  const generic = typeParams.length === 0 ? "" : `<${typeParams.join(", ")}>`;
  const taken = params.map((param) => `${param.name}${param.optional ? "?" : ""}: ${param.type}`);
  return `${name}${generic}(${taken.join(", ")}): ${result}`;
}
