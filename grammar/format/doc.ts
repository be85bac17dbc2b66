/**
 * A description of text that may be laid out in one line or in several, and the printer that decides. The algebra is
 * Wadler's ("A prettier printer", 2003) with the additions that practice has shown to be needed: text that waits for
 * the end of its line, and a choice between whole layouts.
 */
export type Doc = string | readonly Doc[] | Line | Group | Indent | Broken | Suffix | Choice;

/** A place to break at: `soft` is nothing and `plain` a blank when not broken; `hard` always breaks. */
interface Line {
  readonly kind: "line";
  /** `fresh` breaks only where something stands on the line. */
  readonly mode: "soft" | "plain" | "hard" | "fresh";
}

interface Group {
  readonly kind: "group";
  readonly content: Doc;
  readonly breaks: boolean;
}

interface Indent {
  readonly kind: "indent";
  readonly content: Doc;
}

interface Broken {
  readonly kind: "broken";
  readonly content: Doc;
  readonly otherwise: Doc;
}

interface Suffix {
  readonly kind: "suffix";
  readonly text: string;
}

interface Choice {
  readonly kind: "choice";
  readonly options: readonly Doc[];
  readonly breaks: boolean;
}

/** A break where its group is broken, else nothing. */
export const softLine: Doc = { kind: "line", mode: "soft" };
/** A break where its group is broken, else a blank. */
export const line: Doc = { kind: "line", mode: "plain" };
/** Always a break, which breaks every group around it, too. */
export const hardLine: Doc = { kind: "line", mode: "hard" };
/** A break where something stands on the line already, else nothing. */
export const freshLine: Doc = { kind: "line", mode: "fresh" };

/** All its lines break or none does: none where the content fits and holds no hard line. */
export function group(content: Doc, breaks = false): Doc {
  return { kind: "group", content, breaks: breaks || mustBreak(content) };
}

/** `content` with two more blanks at the beginning of each line that is broken in it. */
export function indent(content: Doc): Doc {
  return { kind: "indent", content };
}

/** Content that is there only when the group around it is broken, and what is there otherwise. */
export function ifBroken(content: Doc, otherwise: Doc = ""): Doc {
  return { kind: "broken", content, otherwise };
}

/** Text that stands at the end of the line in which it occurs, whatever else comes in that line. */
export function suffix(text: string): Doc {
  return { kind: "suffix", text };
}

/** The first of the layouts whose first line fits, or else the last one. */
export function choice(...options: readonly Doc[]): Doc {
  return { kind: "choice", options, breaks: options[0] !== undefined && mustBreak(options[0]) };
}

/** `docs` one after another with `separator` between each two. */
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]));
}

/** Whether the content cannot be laid out in one line. */
export function mustBreak(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (!("kind" in doc)) return doc.some(mustBreak);
  switch (doc.kind) {
    case "line":
      return doc.mode === "hard" || doc.mode === "fresh";
    case "indent":
      return mustBreak(doc.content);
    case "group":
    case "choice":
      return doc.breaks;
    case "broken":
    case "suffix":
      return false;
  }
}

const STEP = 2;

/** Lays out `doc` in lines of `width` columns where that can be had. Lines have no blanks at their ends. */
export function printDoc(doc: Doc, width: number): string {
  const page = new Page();
  const waiting = new Parts();
  const ahead = new Parts();
  waiting.push(doc, true, 0);
  while (waiting.size > 0) {
    const { doc: current, isBroken, indentation } = waiting.pop();
    if (typeof current === "string") page.write(current);
    else if (!("kind" in current)) waiting.pushAll(current, isBroken, indentation);
    else {
      switch (current.kind) {
        case "line":
          if (current.mode === "fresh" ? !page.isLineFree() : isBroken || current.mode === "hard")
            page.breakLine(indentation);
          else if (current.mode === "plain") page.write(" ");
          break;
        case "indent":
          waiting.push(current.content, isBroken, indentation + STEP);
          break;
        case "broken":
          waiting.push(isBroken ? current.content : current.otherwise, isBroken, indentation);
          break;
        case "suffix":
          page.suffix(current.text);
          break;
        case "group": {
          ahead.begin(current.content, false);
          const breaks = current.breaks || !fits(ahead, waiting, width - page.column());
          waiting.push(current.content, breaks, indentation);
          break;
        }
        case "choice": {
          const fitting = current.options.find((option) => {
            ahead.begin(option, true);
            return fits(ahead, waiting, width - page.column());
          });
          waiting.push(fitting ?? current.options.at(-1) ?? "", true, indentation);
        }
      }
    }
  }
  return page.finish();
}

/**
 * Parts of a document that are still to be laid out, the next one last. They run for every piece of a file, so they are kept
 * in arrays that stay: an object for each part costs more than all the rest.
 */
class Parts {
  size = 0;
  readonly #docs: Doc[] = [];
  readonly #broken: boolean[] = [];
  readonly #indentations: number[] = [];
  /** What `pop` gives, the same object each time. */
  readonly #popped = { doc: "" as Doc, isBroken: false, indentation: 0 };

  /** Only this one is there. */
  begin(doc: Doc, isBroken: boolean): void {
    this.size = 0;
    this.push(doc, isBroken, 0);
  }

  push(doc: Doc, isBroken: boolean, indentation: number): void {
    const { size } = this;
    this.#docs[size] = doc;
    this.#broken[size] = isBroken;
    this.#indentations[size] = indentation;
    this.size += 1;
  }

  /** The first of them is the next. */
  pushAll(docs: readonly Doc[], isBroken: boolean, indentation: number): void {
    for (let index = docs.length - 1; index >= 0; index--) this.push(docs[index]!, isBroken, indentation);
  }

  /** Takes the next one; there is one. What is given holds until the next call. */
  pop(): { readonly doc: Doc; readonly isBroken: boolean; readonly indentation: number } {
    this.size -= 1;
    return this.at(this.size);
  }

  /** The one at that place, as `pop` gives it. */
  at(index: number): { readonly doc: Doc; readonly isBroken: boolean; readonly indentation: number } {
    const popped = this.#popped;
    popped.doc = this.#docs[index]!;
    popped.isBroken = this.#broken[index]!;
    popped.indentation = this.#indentations[index]!;
    return popped;
  }
}

/** The text so far: whole lines, the line being written, and what waits for its end. */
class Page {
  #lines = "";
  #line = "";
  #suffix = "";

  write(text: string): void {
    const lineEnd = text.lastIndexOf("\n") + 1;
    if (lineEnd > 0) {
      this.#lines += this.#line + text.slice(0, lineEnd);
      this.#line = "";
    }
    this.#line += text.slice(lineEnd);
  }

  suffix(text: string): void {
    this.#suffix += text;
  }

  breakLine(indentation: number): void {
    this.#lines = `${this.finish()}\n`;
    this.#line = " ".repeat(indentation);
    this.#suffix = "";
  }

  column(): number {
    return this.#line.length;
  }

  isLineFree(): boolean {
    return this.#line.trim() === "";
  }

  finish(): string {
    return `${this.#lines}${this.#line.trimEnd()}${this.#suffix}`;
  }
}

/** Whether what is `ahead`, and behind it what waits, fits into the remaining columns up to the first line break. */
function fits(ahead: Parts, waiting: Parts, remaining: number): boolean {
  let left = remaining;
  let rest = waiting.size;
  while (left >= 0) {
    if (ahead.size === 0 && rest === 0) return true;
    const { doc, isBroken } = ahead.size > 0 ? ahead.pop() : waiting.at(--rest);
    if (typeof doc === "string") {
      const lineEnd = doc.indexOf("\n");
      left -= lineEnd < 0 ? doc.length : lineEnd;
      if (lineEnd >= 0) return left >= 0;
      continue;
    }
    if (!("kind" in doc)) {
      ahead.pushAll(doc, isBroken, 0);
      continue;
    }
    switch (doc.kind) {
      case "line":
        if (isBroken || doc.mode === "hard" || doc.mode === "fresh") return true;
        if (doc.mode === "plain") left--;
        continue;
      case "suffix":
        continue;
      case "indent":
        ahead.push(doc.content, isBroken, 0);
        continue;
      case "broken":
        ahead.push(isBroken ? doc.content : doc.otherwise, isBroken, 0);
        continue;
      case "group":
        ahead.push(doc.content, doc.breaks, 0);
        continue;
      case "choice":
        ahead.push(doc.options[0] ?? "", doc.breaks, 0);
    }
  }
  return false;
}
