/** Offsets into the text in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What every node has: the text that it was read from, comments around it left out. */
export interface NodeBase {
  readonly span: Span;
}

/** An identifier where it stands; `text` is empty when the parser had to invent it. */
export interface Name extends NodeBase {
  readonly kind: "Name";
  readonly text: string;
}

/** A comment that is no doc comment of a declaration; `text` has its slashes. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}
