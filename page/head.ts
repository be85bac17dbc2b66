import type { Hello, LiveFrame } from "../runtime/program/ui/messages.ts";
import { find, make, setText } from "./elements.ts";
import { bytes, percent, seconds } from "./format.ts";

/** The head of the page: which program it is, and how it is. */
export class Head {
  readonly #state = find("state");
  readonly #drain = find<HTMLButtonElement>("drain");
  #started = 0;
  #hasEnded = false;
  readonly #totals = new Map<string, HTMLElement>();

  constructor() {
    for (const name of ["Process", "Up", "Memory", "Core"]) {
      const value = make("dd", {}, "–");
      this.#totals.set(name, value);
      find("totals").append(make("div", {}, make("dt", {}, name), value));
    }
    this.#drain.disabled = true;
  }

  /** A program has answered. */
  found({ program, pid, started }: Hello): void {
    this.#started = started;
    this.#hasEnded = false;
    setText(find("program"), program);
    this.#set("Process", String(pid));
  }

  /** Shows what happens now. */
  update({ time, state, memory, cpu }: LiveFrame): void {
    this.#say(state, state);
    this.#drain.disabled = state !== "running";
    this.#set("Up", seconds((time - this.#started) / 1000));
    this.#set("Memory", bytes(memory));
    this.#set("Core", percent(cpu));
  }

  /** It does not answer; unless it has said that it ends, nobody knows why. */
  lost(): void {
    this.#say(this.#hasEnded ? "ended" : "not reachable", "lost");
    this.#drain.disabled = true;
  }

  /** It has said that it ends. */
  ended(): void {
    this.#hasEnded = true;
    this.#say("ended", "lost");
    this.#drain.disabled = true;
  }

  /** It wants a token. */
  locked(): void {
    this.#say("locked", "lost");
  }

  #say(text: string, kind: string): void {
    setText(this.#state, text);
    this.#state.className = `state ${kind}`;
    document.body.classList.toggle("stale", kind === "lost");
  }

  #set(name: string, text: string): void {
    const value = this.#totals.get(name);
    if (value !== undefined) setText(value, text);
  }
}
