import type { LiveFrame, Picture, PictureNode, Trouble } from "../runtime/program/ui/messages.ts";
import { find, makeSvg, setText } from "./elements.ts";
import { known, rate } from "./format.ts";
import { ratesOf } from "./rates.ts";
import { moveByKeys } from "./roving.ts";
import { nowText, troubleOf } from "./states.ts";

/** A node or group as it is drawn. */
interface Drawn {
  readonly node: PictureNode;
  readonly element: SVGGraphicsElement;
  /** What is written in it, which its name for a screen reader begins with. */
  readonly texts: string;
  /** How full a channel is. */
  readonly fill: SVGRectElement | null;
}

/** A line as it is drawn, with the text of its rate. */
interface DrawnEdge {
  readonly element: SVGGraphicsElement;
  readonly text: SVGTextElement;
  readonly title: Element | null;
  readonly about: string;
}

/** Zoom by these; "fit" is the width that there is. */
const STEP = 1.25;

/** The graph of the program: the drawing of `sluice graph`, with what happens now. */
export class GraphView {
  readonly #picture: Picture;
  readonly #nodes: readonly Drawn[];
  readonly #edges: readonly DrawnEdge[];
  readonly #svg: SVGSVGElement;
  readonly #natural: number;
  #scale: number | null = null;

  /** Draws `picture`; `select` is called with the id of what was chosen. */
  constructor(picture: Picture, select: (id: string) => void) {
    this.#picture = picture;
    const parsed = new DOMParser().parseFromString(picture.svg, "image/svg+xml").documentElement;
    this.#svg = document.importNode(parsed, true) as unknown as SVGSVGElement;
    this.#natural = Number(this.#svg.getAttribute("width"));
    this.#svg.removeAttribute("height");
    this.#svg.setAttribute("role", "group");
    find("canvas").replaceChildren(this.#svg);
    this.#nodes = picture.nodes.flatMap((node) => this.#prepareNode(node, select) ?? []);
    this.#edges = picture.edges.flatMap((_, index) => this.#prepareEdge(index) ?? []);
    moveByKeys(this.#nodes.map(({ element }) => element));
    this.#zoomTo(null);
  }

  /** Shows what happens now. */
  update(frame: LiveFrame): void {
    const rates = ratesOf(this.#picture, frame.parts);
    for (const [index, { element, text, title, about }] of this.#edges.entries()) {
      const value = rates[index] ?? null;
      setText(text, value === null ? "" : rate(value));
      element.classList.toggle("flowing", value !== null && value > 0);
      if (title !== null) setText(title, `${about}\n${known(value, rate)}`);
    }
    for (const { node, element, texts, fill } of this.#nodes) {
      const trouble = troubleOf(node, frame);
      const isPaused = node.parts.some((id) => frame.paused.includes(id));
      element.classList.toggle("failing", trouble?.level === "failing");
      element.classList.toggle("refusing", trouble?.level === "refusing");
      element.classList.toggle("paused", isPaused);
      const now = nowText(node, frame);
      const label = labelOf(texts, trouble, isPaused, now);
      if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
      if (fill !== null) {
        const room = Number(fill.getAttribute("data-room"));
        fill.setAttribute("width", String(Math.round(room * Math.min(1, frame.parts[node.id]?.fill ?? 0))));
      }
    }
  }

  /** Marks what is selected. */
  select(id: string | null): void {
    for (const { node, element } of this.#nodes) {
      element.classList.toggle("selected", node.id === id);
      element.setAttribute("aria-pressed", String(node.id === id));
    }
  }

  /** Makes the drawing larger or smaller, or fits it into the page. */
  zoom(by: "larger" | "smaller" | "fit"): void {
    const current = this.#svg.getBoundingClientRect().width / this.#natural;
    this.#zoomTo(by === "fit" ? null : by === "larger" ? current * STEP : current / STEP);
  }

  #zoomTo(scale: number | null): void {
    this.#scale = scale === null ? null : Math.max(0.3, Math.min(3, scale));
    this.#svg.classList.toggle("fitted", this.#scale === null);
    this.#svg.setAttribute("width", this.#scale === null ? "100%" : String(Math.round(this.#natural * this.#scale)));
    // Nobody can read it smaller than that: what does not fit is scrolled to.
    this.#svg.style.minWidth = this.#scale === null ? `${Math.round(this.#natural * 0.62)}px` : "";
    this.#svg.style.maxWidth = this.#scale === null ? `${Math.round(this.#natural * 1.35)}px` : "";
  }

  #prepareNode(node: PictureNode, select: (id: string) => void): Drawn | null {
    const element = this.#svg.querySelector<SVGGraphicsElement>(`[data-id="${CSS.escape(node.id)}"]`);
    if (element === null) return null;
    // What it says stands in the panel, and would be read out with the name.
    element.querySelector("title")?.remove();
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "-1");
    element.addEventListener("click", () => select(node.id));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      select(node.id);
    });
    // Their words stand apart also where they are read as one text.
    for (const text of element.querySelectorAll("text")) text.after(" ");
    const texts = (element.textContent ?? "").trim().replace(/\s+/g, " ");
    const drawn = { node, element, texts };
    const box = element.querySelector<SVGGraphicsElement>("rect, path")?.getBBox();
    if (box === undefined) return { ...drawn, fill: null };
    const mark = makeSvg(
      "g",
      { class: "mark", "aria-hidden": "true", transform: `translate(${box.x + box.width - 4} ${box.y + 4})` },
      makeSvg("circle", { r: 9 }),
      makeSvg("path", { d: "M0-4.5v5.5M0 4.4v.1" }),
    );
    element.append(mark);
    const fill =
      node.kind === "channel"
        ? makeSvg("rect", {
            class: "level",
            x: box.x + 4,
            y: box.y + box.height - 7,
            width: 0,
            height: 4,
            rx: 2,
            "data-room": box.width - 8,
          })
        : null;
    if (fill !== null) element.append(fill);
    return { ...drawn, fill };
  }

  #prepareEdge(index: number): DrawnEdge | null {
    const element = this.#svg.querySelector<SVGGraphicsElement>(`[data-edge="${index}"]`);
    const edge = this.#picture.edges[index];
    if (element === null || edge === undefined) return null;
    const label = (id: string) => this.#picture.nodes.find((node) => node.id === id)?.label ?? id;
    const about = `${label(edge.from)} -> ${label(edge.to)}${edge.type === null ? "" : `\n${edge.type}`}`;
    element.setAttribute("aria-hidden", "true");
    return { element, about, title: element.querySelector("title"), text: textOf(element) };
  }
}

/** The text beside a line; where there was no room for one, it stands above its middle. */
function textOf(element: SVGGraphicsElement): SVGTextElement {
  const drawn = element.querySelector("text");
  if (drawn !== null) return drawn;
  const line = element.querySelector("path");
  const middle = line?.getPointAtLength(line.getTotalLength() / 2);
  const made = makeSvg("text", { x: middle?.x ?? 0, y: (middle?.y ?? 0) - 5 });
  element.append(made);
  return made;
}

function labelOf(texts: string, trouble: Trouble | null, isPaused: boolean, now: string): string {
  const state = trouble?.level === "failing" ? "fails" : trouble?.level === "refusing" ? "refuses events" : "";
  return [texts, state, isPaused ? "paused" : "", now].filter((one) => one !== "").join(", ");
}
