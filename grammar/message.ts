import type { Severity } from "./diagnostic.ts";

/** One kind of diagnostic. `{name}` in `message` and `help` are its parameters. */
export interface MessageTemplate {
  readonly severity: Severity;
  /** The kind in a few words, for lists and page headings. */
  readonly title: string;
  /** What is wrong with this text, in one sentence without a full stop. */
  readonly message: string;
  /** Why, and what to do. */
  readonly help?: string;
}

/** What a report contributes to a diagnostic; the place is added by whoever found the fault. */
export interface Reported {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
}

type ParameterNames<Text> = Text extends `${string}{${infer Parameter}}${infer Rest}`
  ? Parameter | ParameterNames<Rest>
  : never;

type ParametersOf<Template> =
  | (Template extends { message: infer Text } ? ParameterNames<Text> : never)
  | (Template extends { help: infer Text } ? ParameterNames<Text> : never);

/** The arguments after the code: none for a message without parameters. */
export type MessageArguments<Template> = [ParametersOf<Template>] extends [never]
  ? []
  : [parameters: Readonly<Record<ParametersOf<Template>, string | number>>];

/** A closed set of messages; a missing or misspelt parameter is a compile error where it is reported. */
export interface Messages<Table extends Record<string, MessageTemplate>> {
  readonly table: Table;
  report<Code extends keyof Table & string>(code: Code, ...args: MessageArguments<Table[Code]>): Reported;
}

/** A part of a registry, in a file of its own: keeps the texts' own types, which tell the parameters. */
export function messageTable<const Table extends Record<string, MessageTemplate>>(table: Table): Table {
  return table;
}

/** Makes a registry of messages by code, such as `FLOW1001`. A help text that comes out empty is left out. */
export function defineMessages<const Table extends Record<string, MessageTemplate>>(table: Table): Messages<Table> {
  return {
    table,
    report(code, ...args) {
      const template: MessageTemplate = table[code] as MessageTemplate;
      const parameters: Readonly<Record<string, string | number>> = args[0] ?? {};
      const help = fill(template.help ?? "", parameters);
      return {
        code,
        severity: template.severity,
        message: fill(template.message, parameters),
        ...(help === "" ? {} : { help }),
      };
    },
  };
}

function fill(text: string, parameters: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}
