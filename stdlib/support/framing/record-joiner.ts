import { deriveRegExp } from "../../text/derive-regexp.ts";
import { type LinePart, partOfCri, partOfDocker } from "./line-parts.ts";

/** How lines make records. */
export interface RecordRules {
  readonly records: "lines" | "indented" | "backslash" | "cri" | "docker" | "csv";
  /** What the first line of a record matches. */
  readonly recordStart: RegExp | null;
  readonly maxRecordLines: number;
  /** In bytes, as UTF-8. */
  readonly maxRecordSize: number;
}

/** What can be wrong with records; also the names of the counters. */
export type RecordFault = "longRecords" | "unfinishedRecords";

/** A record of some lines. */
export interface JoinedRecord {
  readonly text: string;
  /** How many lines it was. */
  readonly lines: number;
  /** Number of its first line; the first of all has 0. */
  readonly first: number;
  /** How many lines, from the first of all on, are in this record and those before, with no part of any other. */
  readonly safe: number;
}

/** A record that is not whole, or waits for one that began before it. */
interface Open {
  readonly stream: string;
  readonly first: number;
  last: number;
  readonly texts: string[];
  size: number;
  isWhole: boolean;
  readonly build: (texts: readonly string[]) => string;
}

/** Which lines belong together; of these a form has what it needs. */
interface Form {
  /** Whether a line begins a record, and so ends the one before. */
  readonly begins?: (line: string) => boolean;
  /** Whether a line ends a record; `isContinued` says that it is not its first. */
  readonly ends?: (line: string, isContinued: boolean) => boolean;
  /** The part of a record that a line is; null for a line that is not one. */
  readonly part?: (line: string) => LinePart | null;
}

/** More streams than a container has: their names come from outside. */
const MOST_OPEN = 16;

/**
 * Joins the lines of one file or connection to records, in the order in which these began. The text of a record is that
 * of its lines with newlines between; parts of one long line become that line again. Holds at most what one record of
 * the greatest size has, for each stream of a container.
 */
export class RecordJoiner {
  readonly #rules: RecordRules;
  readonly #form: Form;
  readonly #fault: (fault: RecordFault) => void;
  readonly #open: Open[] = [];
  #whole: JoinedRecord[] = [];
  /** How many lines have come. */
  #count = 0;
  #safe = 0;
  /** The last line of all records that are whole. */
  #last = -1;

  constructor(rules: RecordRules, fault: (fault: RecordFault) => void) {
    this.#rules = rules;
    this.#form = formOf(rules);
    this.#fault = fault;
  }

  /** Some record is not whole yet. */
  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  push(line: string): void {
    const part = this.#form.part?.(line);
    if (part !== undefined) this.#addPart(line, part);
    else this.#addLine(line);
    this.#count += 1;
    this.#takeWhole();
  }

  /** The records that have become whole. */
  take(): JoinedRecord[] {
    const whole = this.#whole;
    this.#whole = [];
    return whole;
  }

  /** The records that have become whole, and what there is of others. */
  flush(): JoinedRecord[] {
    // Where a record ends only as the next one begins, the last one has no other end.
    const isFault = this.#form.begins === undefined;
    for (const open of this.#open) {
      if (!open.isWhole && isFault) this.#fault("unfinishedRecords");
      open.isWhole = true;
    }
    this.#takeWhole();
    return this.take();
  }

  #addLine(line: string): void {
    const { begins, ends } = this.#form;
    if (begins?.(line)) this.#endFirst();
    const known = this.#open[0];
    const open = this.#add(known, line, "", (texts) => texts.join("\n"));
    if (ends?.(line, open === known)) this.#endFirst();
  }

  #addPart(line: string, part: LinePart | null): void {
    const known = part === null ? undefined : this.#open.find((one) => one.stream === part.stream && !one.isWhole);
    if (part === null || (part.isLast && known === undefined)) {
      // As it is: most lines are whole ones.
      this.#add(undefined, line, "", ([text]) => text!).isWhole = true;
      return;
    }
    this.#add(known, part.text, part.stream, part.build).isWhole = part.isLast;
    if (this.#open.length <= MOST_OPEN) return;
    this.#fault("unfinishedRecords");
    this.#open[0]!.isWhole = true;
  }

  /** Adds to `known`, or to a new record where there is none or where that would be too long. */
  #add(known: Open | undefined, text: string, stream: string, build: Open["build"]): Open {
    const { maxRecordLines, maxRecordSize } = this.#rules;
    const size = Buffer.byteLength(text);
    let open = known;
    if (open !== undefined && (open.texts.length >= maxRecordLines || open.size + size > maxRecordSize)) {
      this.#fault("longRecords");
      open.isWhole = true;
      this.#takeWhole();
      open = undefined;
    }
    if (open === undefined) {
      open = { stream, first: this.#count, last: this.#count, texts: [], size: 0, isWhole: false, build };
      this.#open.push(open);
    }
    open.texts.push(text);
    open.size += size;
    open.last = this.#count;
    return open;
  }

  /** Where lines follow each other, at most one record is open. */
  #endFirst(): void {
    const [open] = this.#open;
    if (open !== undefined) open.isWhole = true;
    this.#takeWhole();
  }

  #takeWhole(): void {
    for (let open = this.#open[0]; open?.isWhole; open = this.#open[0]) {
      this.#open.shift();
      const { first, last, texts, build } = open;
      this.#last = Math.max(this.#last, last);
      const next = this.#open[0]?.first ?? this.#last + 1;
      if (this.#last < next) this.#safe = next;
      this.#whole.push({ text: build(texts), lines: texts.length, first, safe: this.#safe });
    }
  }
}

/** Whether the rules join anything. */
export function joins({ records, recordStart }: RecordRules): boolean {
  return records !== "lines" || recordStart !== null;
}

function formOf({ records, recordStart }: RecordRules): Form {
  if (recordStart !== null) {
    // With g or y a pattern would go on where the last line ended.
    const start = deriveRegExp(recordStart, recordStart.source, recordStart.flags.replace(/[gy]/g, ""));
    return { begins: (line) => start.test(line) };
  }
  switch (records) {
    case "lines":
      return { ends: () => true };
    case "indented":
      return { begins: (line) => !line.startsWith(" ") && !line.startsWith("\t") };
    case "backslash":
      return { ends: (line) => !line.endsWith("\\") };
    case "csv":
      return { ends: (line, isContinued) => hasOddQuotes(line) === isContinued };
    case "cri":
      return { part: partOfCri };
    case "docker":
      return { part: partOfDocker };
  }
}

/** Two quotes in a row stand for one within a field, and change nothing. */
function hasOddQuotes(line: string): boolean {
  let isOdd = false;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}
