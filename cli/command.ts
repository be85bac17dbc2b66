/**
 * What a command is. Its options are declared once: the parser of the command line, the types of the values and the
 * text of `--help` all come from that declaration.
 */
import { parseArgs } from "node:util";
import { suggest } from "../grammar/did-you-mean.ts";

/** An option of a command, written `--name`. */
export interface OptionSpec {
  readonly short?: string;
  /** Placeholder of the option's value (`DIR`); an option without one is a flag. */
  readonly value?: string;
  /** The value may be left out, and is "" then: the next word is one only where it looks like this. */
  readonly bare?: RegExp;
  /** May be given more than once. */
  readonly multiple?: boolean;
  /** What other tools call it: whoever writes that is told this name. */
  readonly elsewhere?: readonly string[];
  readonly help: string;
}

/** The values given, by option name. */
export type OptionValues<O extends Readonly<Record<string, OptionSpec>>> = {
  readonly [K in keyof O]: O[K] extends { readonly value: string }
    ? O[K] extends { readonly multiple: true }
      ? readonly string[]
      : string | undefined
    : boolean;
};

/** What a command declares of itself. */
export interface CommandSpec<O extends Readonly<Record<string, OptionSpec>>> {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** Positional arguments as `--help` shows them: `FILE…`. */
  readonly positionals: string;
  readonly options: O;
  /** Options of other tools that have another form here, by their names without dashes, and what to type instead. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** One worked example: what to type, and what comes back. */
  readonly example: string;
  /** Resolves with the exit status. */
  run(values: OptionValues<O>, positionals: readonly string[]): Promise<number>;
}

/** A command as `main.ts` sees it. */
export interface Command {
  readonly help: string;
  /** Resolves with the exit status; rejects with a UsageError when the arguments make no sense. */
  run(args: readonly string[]): Promise<number>;
}

/** The command line was wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** By its name: a command stands in another bundle than `main.ts`, each with this class in it. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === "UsageError";
}

/** A command of the command line: its help comes from `spec`, its arguments are read by it and typed. */
export function defineCommand<const O extends Readonly<Record<string, OptionSpec>>>(spec: CommandSpec<O>): Command {
  return {
    help: helpText(spec),
    async run(args) {
      const { values, positionals } = parse(spec, args);
      return await spec.run(values as OptionValues<O>, positionals);
    },
  };
}

/** `file`, the only positional argument there may be. */
export function onlyFile(positionals: readonly string[]): string {
  const [file, extra] = positionals;
  if (file === undefined) throw new UsageError("a FILE is missing");
  if (extra !== undefined) throw new UsageError(`one FILE only; "${extra}" is one too many`);
  return file;
}

/** What a command of several actions is asked to do, as its first word says. */
export function actionOf<A extends string>(asked: string | undefined, actions: readonly A[]): A {
  const action = actions.find((each) => each === asked);
  if (action !== undefined) return action;
  const wrong = asked === undefined ? "say what to do" : `unknown action "${asked}"`;
  throw new UsageError(`${wrong}: ${actions.join(", ")}`);
}

/** At least one file. */
export function someFiles(positionals: readonly string[]): readonly string[] {
  if (positionals.length === 0) throw new UsageError("a FILE is missing");
  return positionals;
}

function parse(
  { options, elsewhere = {} }: Pick<CommandSpec<Readonly<Record<string, OptionSpec>>>, "options" | "elsewhere">,
  args: readonly string[],
) {
  const config: Record<string, { type: "boolean" | "string"; short?: string; multiple?: boolean }> = {};
  for (const [name, option] of Object.entries(options)) {
    config[name] = { type: option.value === undefined ? "boolean" : "string" };
    if (option.short !== undefined) config[name].short = option.short;
    if (option.multiple) config[name].multiple = true;
  }
  try {
    const { values, positionals } = parseArgs({
      args: withBareValues(options, args),
      options: config,
      allowPositionals: true,
    });
    const complete: Record<string, unknown> = {};
    for (const [name, option] of Object.entries(options)) {
      complete[name] = values[name] ?? (option.value === undefined ? false : option.multiple ? [] : undefined);
    }
    return { values: complete, positionals };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Node's message goes on with advice about `--`, which serves nobody here.
    const message = lowerFirst(error.message.replace(/\. To specify a positional argument.*$/s, ""));
    const unknown = /^unknown option '--?([^']+)'/.exec(message)?.[1];
    const advice = unknown !== undefined && Object.hasOwn(elsewhere, unknown) ? elsewhere[unknown] : undefined;
    if (advice !== undefined) throw new UsageError(`${message}; ${advice}`);
    const known = Object.entries(options).find(([, option]) => option.elsewhere?.includes(unknown ?? ""));
    if (known !== undefined) throw new UsageError(`${message}; here that is '--${known[0]} ${known[1].value}'`);
    const meant = unknown === undefined ? null : suggest(unknown, Object.keys(options));
    throw new UsageError(meant === null ? message : `${message}; did you mean '--${meant}'?`);
  }
}

/** `--ui` as `--ui=` where no value follows. */
function withBareValues(options: Readonly<Record<string, OptionSpec>>, args: readonly string[]): string[] {
  return args.map((word, index) => {
    const bare = word.startsWith("--") ? options[word.slice(2)]?.bare : undefined;
    return bare === undefined || bare.test(args[index + 1] ?? "") ? word : `${word}=`;
  });
}

function helpText(spec: CommandSpec<Readonly<Record<string, OptionSpec>>>): string {
  const rows = Object.entries(spec.options).map(([name, option]) => {
    const short = option.short === undefined ? "    " : `-${option.short}, `;
    const value = option.value === undefined ? "" : ` ${option.value}`;
    return [`  ${short}--${name}${value}`, option.multiple ? `${option.help} (repeatable)` : option.help] as const;
  });
  rows.push(["  -h, --help", "this text"]);
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const lines = [
    `${spec.summary}`,
    "",
    ["usage: sluice", spec.name, spec.positionals, Object.keys(spec.options).length > 0 ? "[options]" : ""]
      .filter((part) => part !== "")
      .join(" "),
    "",
    ...rows.map(([left, right]) => left.padEnd(width) + right),
    "",
    "example:",
    ...spec.example.split("\n").map((line) => (line === "" ? "" : `  ${line}`)),
  ];
  return `${lines.join("\n")}\n`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The whole number above 0 that an option was given, or else `fallback`. Throws a UsageError. */
export function number(option: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${option} takes a whole number above 0, not "${text}"`);
  return Number(text);
}
