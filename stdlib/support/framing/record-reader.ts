import type { Context } from "../../../runtime/contract/context.ts";
import type { LineFaults } from "./line-faults.ts";
import { type LineRules, LineSplitter } from "./line-splitter.ts";
import { recordFaults } from "./record-faults.ts";
import { type JoinedRecord, joins, RecordJoiner, type RecordRules } from "./record-joiner.ts";

/** How lines become records, and how long to wait for the rest of one. */
export interface RecordReaderRules extends RecordRules {
  /** How long a record that may have more lines waits for them, in ms. */
  readonly recordTimeout: number;
}

/** Texts of records, and how many lines each was; null where each was one. */
export interface Records {
  readonly texts: readonly string[];
  readonly lines: readonly number[] | null;
}

const NOTHING: Records = { texts: [], lines: null };

/** The records of one file or connection: its lines, or what these are joined to. */
export class RecordReader {
  readonly #splitter: LineSplitter;
  readonly #joiner: RecordJoiner | null;
  readonly #context: Context;
  readonly #faults: LineFaults;
  readonly #timeout: number;
  #due = Infinity;

  /** Throws a RangeError for an unknown encoding. */
  constructor(lines: Omit<LineRules, "onFault">, rules: RecordReaderRules, context: Context, faults: LineFaults) {
    this.#splitter = new LineSplitter({ ...lines, onFault: faults });
    this.#joiner = joins(rules) ? new RecordJoiner(rules, recordFaults(context)) : null;
    this.#context = context;
    this.#faults = faults;
    this.#timeout = rules.recordTimeout;
  }

  /** When `due` may give something, in ms since 1970; Infinity while no record waits for more lines. */
  get dueAt(): number {
    return this.#due;
  }

  /** A line was longer than allowed; nothing is read after it. */
  get refused(): boolean {
    return this.#splitter.refused;
  }

  /** The records that `bytes` completes. */
  push(bytes: Buffer): Records {
    const lines = this.#splitter.push(bytes);
    return this.#joiner === null ? { texts: lines, lines: null } : this.#join(this.#joiner, lines);
  }

  /** The record that has waited for more lines long enough. */
  due(): Records {
    return this.#context.clock.now() < this.#due ? NOTHING : this.#flush();
  }

  /** The record that waits for more lines, and the last line, where it counts without its newline. */
  end(lastLine: "whole" | "half"): Records {
    const last = this.#splitter.end();
    if (last === null) return this.#flush();
    if (lastLine === "half") this.#faults("halfLines", 1);
    else if (this.#joiner === null) return { texts: [last], lines: null };
    else this.#joiner.push(last);
    return this.#flush();
  }

  #join(joiner: RecordJoiner, lines: readonly string[]): Records {
    for (const line of lines) joiner.push(line);
    if (!joiner.isOpen) this.#due = Infinity;
    else if (lines.length > 0) this.#due = this.#context.clock.now() + this.#timeout;
    return recordsOf(joiner.take());
  }

  #flush(): Records {
    this.#due = Infinity;
    return this.#joiner === null ? NOTHING : recordsOf(this.#joiner.flush());
  }
}

function recordsOf(joined: readonly JoinedRecord[]): Records {
  return { texts: joined.map(({ text }) => text), lines: joined.map(({ lines }) => lines) };
}
