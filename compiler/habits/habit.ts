/** The text of a group of the match; of the whole match for 0, and empty where the group took no part. */
export type Parts = (group: number) => string;

/** A form of another language that people type here, and what it is in this one. */
export interface Habit {
  /** Whose form it is, for the message: "Python". */
  readonly language: string | ((parts: Parts) => string);
  /**
   * Finds it in a text whose comments and inner parts of strings are masked; flags `dg` at least. It is only looked for
   * where something is wrong, so it may be found in right programs too.
   */
  readonly pattern: RegExp;
  /** What to write in the place of the match; null where there is no such text. */
  readonly here: ((parts: Parts) => string) | null;
  /** What the message shows of the match; its first line by default. */
  readonly written?: (parts: Parts) => string;
  /** What the message shows of `here`; all of it by default, and that it is to be left out where it is empty. */
  readonly shown?: (parts: Parts) => string;
  /** Whether `here` means the same for certain, so that `check --fix` may write it; true unless given. */
  readonly certain?: boolean;
  /** What there is not, for the message of a form without a translation: "`for` loop". */
  readonly lacks?: string;
  /** Why, and what to do. */
  readonly help?: string | ((parts: Parts) => string);
  /** Takes the place of these diagnostics of the checker, where they are within the match, beside those of the parser. */
  readonly codes?: readonly string[];
  /** Only in declarations that begin with one of these words. */
  readonly inside?: readonly string[];
  /** The whole declaration is written so: nothing else that does not parse in it is reported. */
  readonly spoils?: boolean;
  /** Whoever writes so does it everywhere: forms of one file that have this word in common are one report. */
  readonly together?: string;
  /** Only in the place of diagnostics of the checker. */
  readonly checkerOnly?: boolean;
}

/** The language whose word the form begins with, by that word. */
export function languageOf(byWord: Readonly<Record<string, string>>, otherwise: string): (part: Parts) => string {
  return (part) => {
    const word = /\w+/.exec(part(0))?.[0] ?? "";
    return Object.hasOwn(byWord, word) ? (byWord[word] ?? otherwise) : otherwise;
  };
}
