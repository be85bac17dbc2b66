import type { ShownEvent } from "../runtime/program/ui/messages.ts";
import { listen } from "./api.ts";
import { make, setText } from "./elements.ts";
import { amount, clock } from "./format.ts";

/** Samples that are shown; the latest. */
const MOST = 25;

/** What passes a part, while somebody wants to see it. */
export class Samples {
  readonly element: HTMLElement;
  readonly #id: string;
  readonly #button: HTMLButtonElement;
  readonly #list = make("ol", { class: "samples", "aria-label": "Samples" });
  readonly #missed = make("p", { class: "about" });
  #looking: AbortController | null = null;

  constructor(id: string) {
    this.#id = id;
    this.#button = make(
      "button",
      {
        type: "button",
        class: "samples-button",
        onclick: () => (this.#looking === null ? void this.#begin() : this.end()),
      },
      "Show samples",
    );
    this.element = make(
      "section",
      { class: "samples-of", "aria-label": `Samples of ${id}` },
      make("div", { class: "head" }, make("h3", {}, `Samples of ${id}`), this.#button),
      this.#missed,
      this.#list,
    );
  }

  /** Looks no more; what was seen stays. */
  end(): void {
    this.#looking?.abort();
    this.#looking = null;
    setText(this.#button, "Show samples");
  }

  async #begin(): Promise<void> {
    const looking = new AbortController();
    this.#looking = looking;
    setText(this.#button, "Stop");
    setText(this.#missed, "Waits for events …");
    try {
      await listen(`/api/samples?id=${encodeURIComponent(this.#id)}`, looking.signal, (event, data) => {
        if (event !== "samples") return;
        const { events, missed } = data as { events: readonly ShownEvent[]; missed: number };
        setText(this.#missed, missed === 0 ? "" : `${amount(missed)} others have passed meanwhile`);
        this.#list.prepend(...events.toReversed().map(sampleOf));
        while (this.#list.children.length > MOST) this.#list.lastElementChild?.remove();
      });
    } catch (error) {
      if (!looking.signal.aborted) setText(this.#missed, error instanceof Error ? error.message : String(error));
    }
    if (this.#looking === looking) this.end();
  }
}

function sampleOf({ time, body, headers }: ShownEvent): HTMLElement {
  const texts = Object.entries(headers).map(([name, value]) => `${name}=${value}`);
  return make(
    "li",
    {},
    make("time", {}, clock(time)),
    make("code", {}, body),
    ...(texts.length === 0 ? [] : [make("span", { class: "about" }, texts.join(" "))]),
  );
}
