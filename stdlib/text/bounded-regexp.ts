import { setFlagsFromString } from "node:v8";
import { createContext, Script } from "node:vm";
import { cpuTime } from "../../runtime/system/host.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";

/** Longest time in ms that one text may be computed on: V8 checks for it between two of its steps back. */
const MOST_MS = 50;
/** Longest time in ms that it may take by the clock, where the machine has others to serve meanwhile. */
const LONGEST_WAIT = 800;
/** Steps of a matcher, and so about 10 ms, that nobody watches. */
const UNWATCHED_STEPS = 1e7;
/** With a time that doubles at each character, or more. */
const UNWATCHED_DOUBLINGS = 16;
/** Longest text for V8's linear matcher, which takes up to a microsecond a character. */
const LONGEST_LINEAR = 10_000;

const SEARCH = new Script("found = pattern.exec(text)");

/** What the watched search sees as its global names. */
interface Watched {
  readonly pattern: RegExp;
  text: string;
  found: RegExpExecArray | null;
}

/** A text took an expression longer than it may: an `else` catches it. */
export class RegexTimeout extends OutOfRange {
  override name = "RegexTimeout";

  constructor(pattern: RegExp, length: number) {
    super(`${shown(pattern)} took longer than ${MOST_MS} ms on a text of ${length} characters, and was given up`);
  }
}

/**
 * An expression whose time may grow faster than its text: by a power of the length, the `degree`, or without bound
 * (Infinity). `exec`, which all that searches goes through, throws a RegexTimeout where a text takes too long. Short texts
 * are searched as usual. Others are watched, which costs a fifth of a millisecond each; where the time doubles, V8's linear
 * matcher, which takes no look-arounds, back references and flags `i` and `u`, is asked first.
 */
export class BoundedRegExp extends RegExp {
  readonly degree: number;
  readonly #search: RegExp;
  readonly #unwatched: number;
  #linear: RegExp | null | undefined;
  #box: Watched | null = null;

  constructor(pattern: RegExp | string, flags?: string, degree?: number) {
    super(pattern, flags);
    this.degree = degree ?? (pattern instanceof BoundedRegExp ? pattern.degree : Number.POSITIVE_INFINITY);
    this.#search = new RegExp(this.source, this.flags);
    this.#unwatched = Number.isFinite(this.degree) ? UNWATCHED_STEPS ** (1 / this.degree) : UNWATCHED_DOUBLINGS;
  }

  /** The same bounds around another source or with other flags. */
  derive(source: string, flags: string): BoundedRegExp {
    return new BoundedRegExp(source, flags, this.degree);
  }

  override exec(text: string): RegExpExecArray | null {
    if (text.length <= this.#unwatched) return this.#run(this.#search, text);
    if (!Number.isFinite(this.degree) && text.length <= LONGEST_LINEAR) {
      this.#linear ??= linearOf(this.#search);
      if (this.#linear !== null) return this.#run(this.#linear, text);
    }
    return this.#watch(text);
  }

  #run(search: RegExp, text: string): RegExpExecArray | null {
    search.lastIndex = this.lastIndex;
    const found = search.exec(text);
    this.lastIndex = search.lastIndex;
    return found;
  }

  /**
   * V8's watchdog goes by the clock, which also runs while a busy machine gives this process no time. A text is given up
   * once it has been computed on for too long; one that was not gets a second and a third chance.
   */
  #watch(text: string): RegExpExecArray | null {
    this.#box ??= createContext({ pattern: this.#search, text: "", found: null }) as Watched;
    const box = this.#box;
    box.text = text;
    try {
      for (let timeout = MOST_MS; ; timeout *= 4) {
        const begun = cpuTime();
        this.#search.lastIndex = this.lastIndex;
        if (isDone(() => SEARCH.runInContext(box, { timeout }))) break;
        if (timeout >= LONGEST_WAIT || cpuTime() - begun >= MOST_MS) throw new RegexTimeout(this, text.length);
      }
    } finally {
      box.text = "";
    }
    this.lastIndex = this.#search.lastIndex;
    return box.found;
  }
}

/** False where V8 has interrupted `work`, as its time was over. */
function isDone(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return false;
  }
}

/** `pattern` as a bounded one; the compiler writes this around each expression that it found to be ambiguous. */
export function boundedRegExp(pattern: RegExp, degree: number): RegExp {
  return new BoundedRegExp(pattern, pattern.flags, degree);
}

/** The same for V8's linear matcher (flag `l`); null where this Node has none, or it does not take the expression. */
function linearOf(pattern: RegExp): RegExp | null {
  try {
    setFlagsFromString("--enable-experimental-regexp-engine");
    return new RegExp(pattern.source, `${pattern.flags}l`);
  } catch {
    return null;
  }
}

function shown(pattern: RegExp): string {
  const text = String(pattern);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
