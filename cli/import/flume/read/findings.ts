/** What became of a line of the configuration. */
export type FindingKind =
  /** Flume dropped it, or stopped for it; the output has it as a comment. */
  | "never ran"
  /** So it was, but what was meant is plain: the output has that. */
  | "mended"
  /** It is not in the output for something that it is tied to. */
  | "left out"
  /** Flume took no notice of the line. */
  | "ignored"
  /** It did something else in Flume than it seems to say. */
  | "misread"
  /** It does something else in the output than in Flume. */
  | "changed"
  /** Flume ran it, and the output does not. */
  | "unsupported";

/** Something that the user should know of what became of a line. */
export interface Finding {
  readonly kind: FindingKind;
  readonly file: string;
  readonly line: number;
  /** The part of the output beside which it stands as a comment: `a1.sources.r1`, `a1`; null for the head of the file. */
  readonly about: string | null;
  /** A sentence, without its point. */
  readonly message: string;
}

/** Where a line is. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Collects what there is to tell. */
export class Findings {
  readonly #all: Finding[] = [];

  add(kind: FindingKind, { file, line }: Place, about: string | null, message: string): void {
    const isKnown = this.#all.some((one) => one.line === line && one.file === file && one.message === message);
    if (!isKnown) this.#all.push({ kind, file, line, about, message });
  }

  /** Those of a part of the output. */
  about(part: string | null): Finding[] {
    return this.all().filter(({ about }) => about === part);
  }

  /** In the order of the lines. */
  all(): Finding[] {
    return [...this.#all].sort((a, b) => a.line - b.line);
  }
}

/** `agent.conf:12: never ran: …`, as reports and comments have it. */
export function findingText({ kind, file, line, message }: Finding): string {
  return `${file}:${line}: ${kind}: ${message}`;
}
