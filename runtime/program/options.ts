import { parseDuration, parseSize } from "../codec/units.ts";
import type { LogFormat } from "../log/logs.ts";
import type { LookOptions } from "./metered.ts";

/** How a program was asked to run. */
export interface RunOptions extends LookOptions {
  /** Names of agents and streams to run; all when empty. */
  readonly only: readonly string[];
  /** `--set name=value`, by name; the last of a name wins. */
  readonly set: ReadonlyMap<string, string>;
  readonly dataDir: string;
  /** Drains after this many ms; null for never. */
  readonly forMs: number | null;
  /** Drains when every stream has had this many batches; null for never. */
  readonly batches: number | null;
  /** Drains when streams, and agents that read topics, have read what is there. */
  readonly untilCaughtUp: boolean;
  /** A stop, however it came about, takes at most so many ms. */
  readonly drainTimeout: number;
  readonly log: LogFormat;
  /** What the program's groups on topics are named after; null for its file. */
  readonly name: string | null;
  /** Streams, and states of streams (`stream.name`), that start without what is kept of them. */
  readonly discardState: readonly string[];
  /** How much memory what streams keep may take, in bytes; null for no bound. */
  readonly stateMemory: number | null;
}

/** The command line was wrong: printed as one line, exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

const OPTIONS = [
  "--only",
  "--set",
  "--data-dir",
  "--for",
  "--batches",
  "--until-caught-up",
  "--drain-timeout",
  "--log",
  "--name",
  "--metrics",
  "--ui",
  "--otlp",
  "--tap",
  "--discard-state",
  "--state-memory",
];

/** Reads the arguments of a program; throws UsageError. */
export function parseOptions(argv: readonly string[]): RunOptions {
  const only: string[] = [];
  const discardState: string[] = [];
  const set = new Map<string, string>();
  let dataDir = ".sluice";
  let forMs: number | null = null;
  let batches: number | null = null;
  let untilCaughtUp = false;
  let drainTimeout = 30_000;
  let log: LogFormat = "text";
  let programName: string | null = null;
  let tap = false;
  let metrics: string | null = null;
  let ui: string | null = null;
  let otlp: string | null = null;
  let stateMemory: number | null = null;
  for (const [name, value] of pairs(argv)) {
    switch (name) {
      case "--only":
        only.push(value);
        break;
      case "--metrics":
        metrics = value;
        break;
      case "--ui":
        ui = value;
        break;
      case "--otlp":
        otlp = value;
        break;
      case "--discard-state":
        discardState.push(value);
        break;
      case "--state-memory":
        stateMemory = parseSize(value) ?? wrong(name, "a size such as 512MiB", value);
        break;
      case "--set": {
        const at = value.indexOf("=");
        if (at < 1) throw new UsageError(`--set takes name=value, not ${JSON.stringify(value)}`);
        set.set(value.slice(0, at), value.slice(at + 1));
        break;
      }
      case "--data-dir":
        dataDir = value || wrong(name, "a directory", value);
        break;
      case "--for":
        forMs = parseDuration(value) ?? wrong(name, "a duration such as 30s", value);
        break;
      case "--batches":
        batches = /^[1-9]\d*$/.test(value) ? Number(value) : wrong(name, "a whole number above 0", value);
        break;
      case "--tap":
        tap = true;
        break;
      case "--until-caught-up":
        untilCaughtUp = true;
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
  const times = { forMs, batches, untilCaughtUp, drainTimeout };
  return { only, set, dataDir, ...times, log, metrics, ui, otlp, tap, name: programName, discardState, stateMemory };
}

/** Options without a value. */
const FLAGS = ["--until-caught-up", "--tap"];

/** `--name value` and `--name=value` alike. */
function* pairs(argv: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    const equals = word.indexOf("=");
    const name = equals > 0 ? word.slice(0, equals) : word;
    if (!OPTIONS.includes(name)) throw new UsageError(`unknown option ${name}; there are ${OPTIONS.join(", ")}`);
    const next = argv[index + 1];
    if (FLAGS.includes(word) || (word === "--ui" && (next ?? "--").startsWith("--"))) {
      yield [name, ""];
      continue;
    }
    if (equals > 0) {
      yield [name, word.slice(equals + 1)];
      continue;
    }
    index += 1;
    if (next === undefined) throw new UsageError(`${name} needs a value`);
    yield [name, next];
  }
}

function wrong(option: string, expected: string, found: string): never {
  throw new UsageError(`${option} takes ${expected}, not ${JSON.stringify(found)}`);
}
