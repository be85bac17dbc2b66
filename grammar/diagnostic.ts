import type { Span } from "./ast.ts";

/** An `error` keeps a program from being compiled; a `warning` does not. */
export type Severity = "error" | "warning";

/** A second place that explains the first; `file` only where it is another one. */
export interface Label {
  readonly span: Span;
  readonly message: string;
  readonly file?: string;
}

/** Replaces the text of `span` by `text`; `file` only where it is another one. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
  readonly file?: string;
}

/** A change that mends the program; `safe` ones are applied by `check --fix`. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
}

/** One thing that is wrong, as data; how it looks is decided in `compiler/report/render.ts`. */
export interface Diagnostic {
  /** `FLOW2001`; see `docs/errors/`. */
  readonly code: string;
  readonly severity: Severity;
  /** Path of the file as the host knows it. */
  readonly file: string;
  readonly span: Span;
  /** What is wrong, in one sentence without a full stop's worth of advice. */
  readonly message: string;
  readonly labels?: readonly Label[];
  /** Why, and what to do. */
  readonly help?: string;
  readonly fixes?: readonly Fix[];
}
