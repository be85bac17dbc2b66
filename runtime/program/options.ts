import { parseDuration } from "../codec/units.ts";
import type { LogFormat } from "./logs.ts";

/** How a program was asked to run. */
export interface RunOptions {
  /** Names of agents and streams to run; all when empty. */
  readonly only: readonly string[];
  /** `--set name=value`, by name; the last of a name wins. */
  readonly set: ReadonlyMap<string, string>;
  readonly dataDir: string;
  /** Drains after this many ms; null for never. */
  readonly forMs: number | null;
  /** Drains when every stream has had this many batches; null for never. */
  readonly batches: number | null;
  /** A stop, however it came about, takes at most so many ms. */
  readonly drainTimeout: number;
  readonly log: LogFormat;
  /** What the program's groups on topics are named after; null for its file. */
  readonly name: string | null;
}

/** The command line was wrong: printed as one line, exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

const OPTIONS = ["--only", "--set", "--data-dir", "--for", "--batches", "--drain-timeout", "--log", "--name"];

/** Reads the arguments of a program; throws UsageError. */
export function parseOptions(argv: readonly string[]): RunOptions {
  const only: string[] = [];
  const set = new Map<string, string>();
  let dataDir = ".sluice";
  let forMs: number | null = null;
  let batches: number | null = null;
  let drainTimeout = 30_000;
  let log: LogFormat = "text";
  let programName: string | null = null;
  for (const [name, value] of pairs(argv)) {
    switch (name) {
      case "--only":
        only.push(value);
        break;
      case "--set": {
        const at = value.indexOf("=");
        if (at < 1) throw new UsageError(`--set takes name=value, not ${JSON.stringify(value)}`);
        set.set(value.slice(0, at), value.slice(at + 1));
        break;
      }
      case "--data-dir":
        dataDir = value;
        break;
      case "--for":
        forMs = parseDuration(value) ?? wrong(name, "a duration such as 30s", value);
        break;
      case "--batches":
        batches = /^[1-9]\d*$/.test(value) ? Number(value) : wrong(name, "a whole number above 0", value);
        break;
      case "--drain-timeout":
        drainTimeout = parseDuration(value) ?? wrong(name, "a duration such as 30s", value);
        break;
      case "--name":
        programName = value === "" ? wrong(name, "a name", value) : value;
        break;
      case "--log":
        log = value === "text" || value === "json" ? value : wrong(name, "text or json", value);
        break;
    }
  }
  return { only, set, dataDir, forMs, batches, drainTimeout, log, name: programName };
}

/** `--name value` and `--name=value` alike. */
function* pairs(argv: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    const equals = word.indexOf("=");
    const name = equals > 0 ? word.slice(0, equals) : word;
    if (!OPTIONS.includes(name)) throw new UsageError(`unknown option ${name}; there are ${OPTIONS.join(", ")}`);
    if (equals > 0) {
      yield [name, word.slice(equals + 1)];
      continue;
    }
    index += 1;
    const value = argv[index];
    if (value === undefined) throw new UsageError(`${name} needs a value`);
    yield [name, value];
  }
}

function wrong(option: string, expected: string, found: string): never {
  throw new UsageError(`${option} takes ${expected}, not ${JSON.stringify(found)}`);
}
