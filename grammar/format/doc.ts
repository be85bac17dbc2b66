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

interface Command {
  readonly indent: number;
  readonly broken: boolean;
  readonly doc: Doc;
}

const STEP = 2;

/** Lays out `doc` in lines of `width` columns where that can be had. Lines have no blanks at their ends. */
export function printDoc(doc: Doc, width: number): string {
  const page = new Page();
  const commands: Command[] = [{ indent: 0, broken: true, doc }];
  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const { broken, doc: current } = command;
    const push = (part: Doc, breaks = broken, more = 0) =>
      commands.push({ indent: (command?.indent ?? 0) + more, broken: breaks, doc: part });
    if (typeof current === "string") page.write(current);
    else if (!("kind" in current)) for (const part of current.toReversed()) push(part);
    else {
      switch (current.kind) {
        case "line":
          if (current.mode === "fresh" ? !page.isLineFree() : broken || current.mode === "hard")
            page.breakLine(command.indent);
          else if (current.mode === "plain") page.write(" ");
          break;
        case "indent":
          push(current.content, broken, STEP);
          break;
        case "broken":
          push(broken ? current.content : current.otherwise);
          break;
        case "suffix":
          page.suffix(current.text);
          break;
        case "group": {
          const flat = { ...command, broken: false, doc: current.content };
          push(current.content, current.breaks || !fits(flat, commands, width - page.column()));
          break;
        }
        case "choice": {
          const fitting = current.options.find((option) =>
            fits({ ...command, broken: true, doc: option }, commands, width - page.column()),
          );
          push(fitting ?? current.options.at(-1) ?? "", true);
        }
      }
    }
  }
  return page.finish();
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

/** Whether everything up to the first line break fits into the remaining columns. */
function fits(first: Command, rest: readonly Command[], remaining: number): boolean {
  let left = remaining;
  let restIndex = rest.length;
  // This runs for every group of a file: two stacks, since an object for each part costs more than all the rest.
  const docs: Doc[] = [first.doc];
  const breaks: boolean[] = [first.broken];
  while (left >= 0) {
    let doc = docs.pop();
    let broken = breaks.pop() ?? false;
    if (doc === undefined) {
      const command = rest[--restIndex];
      if (command === undefined) return true;
      ({ doc, broken } = command);
    }
    if (typeof doc === "string") {
      const lineEnd = doc.indexOf("\n");
      left -= lineEnd < 0 ? doc.length : lineEnd;
      if (lineEnd >= 0) return left >= 0;
      continue;
    }
    if (!("kind" in doc)) {
      for (let index = doc.length - 1; index >= 0; index--) {
        docs.push(doc[index]!);
        breaks.push(broken);
      }
      continue;
    }
    switch (doc.kind) {
      case "line":
        if (broken || doc.mode === "hard" || doc.mode === "fresh") return true;
        if (doc.mode === "plain") left--;
        continue;
      case "suffix":
        continue;
      case "indent":
        docs.push(doc.content);
        breaks.push(broken);
        continue;
      case "broken":
        docs.push(broken ? doc.content : doc.otherwise);
        breaks.push(broken);
        continue;
      case "group":
        docs.push(doc.content);
        breaks.push(doc.breaks);
        continue;
      case "choice":
        docs.push(doc.options[0] ?? "");
        breaks.push(doc.breaks);
    }
  }
  return false;
}
