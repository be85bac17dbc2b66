/** Name of the test that a run is. */
export const OBSERVED = "what comes out";

/** What a program is given, for how long it runs, and what of it is looked at. */
export interface Observation {
  readonly program: string;
  /** By topic, source, channel or input of a stream: `web.r1`. */
  readonly given: Readonly<Record<string, readonly unknown[]>>;
  readonly advance?: string | undefined;
  readonly observe: readonly string[];
}

/** The program with a test that expects nothing of what is looked at: `sluice test --update` writes there what comes out. */
export function withObservation({ program, given, advance, observe }: Observation): string {
  const statements = [
    ...Object.entries(given).map(([name, values]) => `given ${name} = ${literal(values)}`),
    ...(advance === undefined ? [] : [`advance ${advance}`]),
    ...observe.map((name) => `expect ${name} == []`),
  ];
  return `${program.trimEnd()}\n\ntest "${OBSERVED}" {\n  ${statements.join("\n  ")}\n}\n`;
}

/** The statements of that test, as it was written. */
export function observed(program: string): string {
  const start = program.indexOf(`test "${OBSERVED}" {`);
  const body = program.slice(program.indexOf("{", start) + 1, program.lastIndexOf("}"));
  return body.replaceAll(/^ {2}/gm, "").trim();
}

/** JSON as the language writes it: names of fields without quotes. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, each]) => `${name}: ${literal(each)}`);
  return `{ ${fields.join(", ")} }`;
}
