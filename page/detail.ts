import type { Detail, LiveFrame, Picture, PictureNode } from "../runtime/program/ui/messages.ts";
import { ask, sendOrder } from "./api.ts";
import { batchesOf } from "./batches.ts";
import { figuresOf, lettersOf, linesOf, plotsOf, sourceOf } from "./detail-parts.ts";
import { find, make, setText } from "./elements.ts";
import { seconds } from "./format.ts";
import { Samples } from "./samples.ts";
import { nowText, troubleOf } from "./states.ts";

/** Between two looks at the past of what is selected, in ms. */
const AGAIN = 5000;

/** All that is known of the part that is selected. */
export class DetailView {
  readonly #picture: Picture;
  readonly #node: PictureNode;
  readonly #now = make("p", { class: "now-line" });
  readonly #trouble = make("div", { class: "trouble", hidden: true });
  readonly #past = make("div", { class: "past" });
  readonly #pause: HTMLButtonElement | null;
  readonly #samples: Samples[];
  readonly #timer: ReturnType<typeof setInterval>;

  /** Shows the node of that id; `close` is called when it is to be shown no more. */
  constructor(picture: Picture, node: PictureNode, close: () => void) {
    this.#picture = picture;
    this.#node = node;
    this.#samples = node.parts.flatMap((id) => (Object.hasOwn(picture.shapes, id) ? [new Samples(id)] : []));
    this.#pause =
      node.kind === "source" ? make("button", { type: "button", onclick: () => void this.#press() }, "Pause") : null;
    const what = [node.kind, node.detail ?? "", node.type === "" ? "" : `of ${node.type}`].filter((one) => one !== "");
    find("detail").replaceChildren(
      make(
        "div",
        { class: "head" },
        make("div", {}, make("h2", {}, node.label), make("p", { class: "what" }, what.join(" "))),
        ...(this.#pause === null ? [] : [this.#pause]),
        make("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "✕"),
      ),
      ...(node.doc === "" ? [] : [make("p", { class: "doc" }, node.doc)]),
      this.#trouble,
      this.#now,
      sourceOf(node, picture.excerpts),
      ...this.#samples.map(({ element }) => element),
      this.#past,
    );
    find("detail").hidden = false;
    this.#timer = setInterval(() => void this.#look(), AGAIN);
    void this.#look();
  }

  /** Shows what happens now. */
  update(frame: LiveFrame): void {
    setText(this.#now, nowText(this.#node, frame));
    const trouble = troubleOf(this.#node, frame);
    this.#trouble.hidden = trouble === null;
    this.#trouble.className = `trouble ${trouble?.level ?? ""}`;
    if (trouble !== null) {
      const since = seconds((frame.time - trouble.since) / 1000);
      const word = trouble.level === "failing" ? "Failing" : "Refusing events";
      setText(this.#trouble, `${word} for ${since}${trouble.message === "" ? "" : `: ${trouble.message}`}`);
    }
    if (this.#pause !== null) {
      const isPaused = frame.paused.includes(this.#node.id);
      setText(this.#pause, isPaused ? "Resume" : "Pause");
      this.#pause.disabled = frame.state !== "running";
    }
  }

  /** Shows it no more. */
  end(): void {
    clearInterval(this.#timer);
    for (const samples of this.#samples) samples.end();
    find("detail").hidden = true;
    find("detail").replaceChildren();
  }

  async #press(): Promise<void> {
    const does = this.#pause?.textContent === "Resume" ? "resume" : "pause";
    try {
      await sendOrder(`/api/${does}?id=${encodeURIComponent(this.#node.id)}`);
    } catch (error) {
      setText(this.#now, error instanceof Error ? error.message : String(error));
    }
  }

  async #sendAgain(id: string, letter: number, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    setText(button, "Is being sent");
    try {
      await sendOrder(`/api/replay?id=${encodeURIComponent(id)}&letter=${letter}`);
      setText(button, "Sent again");
    } catch (error) {
      button.disabled = false;
      setText(button, "Send again");
      const why = error instanceof Error ? error.message : String(error);
      button.after(make("span", { class: "about", role: "status" }, why));
    }
  }

  async #look(): Promise<void> {
    try {
      const ids = this.#node.parts.filter(
        (id) => !this.#picture.nodes.some((one) => one.id === id && one !== this.#node),
      );
      const details = await Promise.all(
        ids.map(async (id) => {
          const response = await ask(`/api/part?id=${encodeURIComponent(id)}`);
          return [id, (await response.json()) as Detail] as const;
        }),
      );
      // Whoever is about to press a button presses the one that takes its place.
      const at = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["letter"] : undefined;
      this.#past.replaceChildren(...details.flatMap(([id, detail]) => this.#pastOf(id, detail, details.length > 1)));
      if (at !== undefined) this.#past.querySelector<HTMLElement>(`[data-letter="${at}"]`)?.focus();
    } catch {
      // It is not reachable now, which the head of the page says.
    }
  }

  #pastOf(id: string, detail: Detail, isOneOfMany: boolean): HTMLElement[] {
    const parts = [
      ...plotsOf(detail, this.#node.kind),
      ...batchesOf(detail.batches),
      ...lettersOf(detail.letters, (letter, button) => void this.#sendAgain(id, letter, button)),
      ...figuresOf(detail.figures, this.#past.querySelector<HTMLDetailsElement>("details.figures")?.open ?? false),
      ...linesOf(detail.log),
    ];
    return isOneOfMany && parts.length > 0 ? [make("h3", { class: "of" }, id), ...parts] : parts;
  }
}
