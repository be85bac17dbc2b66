import type { LiveFrame, Picture, PictureNode } from "../runtime/program/ui/messages.ts";
import { find, make, setText } from "./elements.ts";
import { amount, known, seconds } from "./format.ts";
import { stateWord, waitingText } from "./states.ts";

interface Row {
  readonly node: PictureNode;
  readonly element: HTMLTableRowElement;
  readonly button: HTMLButtonElement;
  readonly cells: readonly HTMLTableCellElement[];
}

/** Classes of the cells behind the first two. */
const CELLS = ["number", "number", "number wide", "number wide", "number", "state"];

/** The same as the graph, for those who would rather read a table. */
export class TableView {
  readonly #rows: readonly Row[];

  constructor(picture: Picture, select: (id: string) => void) {
    this.#rows = inOrder(picture).map((node) => {
      const button = make("button", { type: "button", onclick: () => select(node.id) }, node.label);
      const cells = CELLS.map((name) => make("td", { class: name }));
      const head = make("th", { scope: "row", class: node.group === null ? "" : "inner" }, button);
      const type = node.detail ?? (node.kind === "operator" ? node.label : "");
      const kind = make("td", { class: "wide kind" }, `${node.kind}${type === "" ? "" : ` ${type}`}`);
      return { node, button, cells, element: make("tr", { class: node.kind }, head, kind, ...cells) };
    });
    find("rows").replaceChildren(...this.#rows.map(({ element }) => element));
  }

  /** Shows what happens now. */
  update(frame: LiveFrame): void {
    for (const { node, element, cells } of this.#rows) {
      const now = frame.parts[node.id];
      const state = stateWord(node, frame);
      const texts = [
        now?.in == null ? "" : amount(now.in),
        now?.out == null ? "" : amount(now.out),
        now === undefined ? "" : waitingText(now),
        now?.behind == null ? "" : known(now.behind, seconds),
        now === undefined || now.errors === 0 ? "" : amount(now.errors),
        state,
      ];
      for (const [index, text] of texts.entries()) setText(cells[index]!, text);
      for (const level of ["failing", "refusing", "paused"]) element.classList.toggle(level, state === level);
    }
  }

  /** Marks what is selected. */
  select(id: string | null): void {
    for (const { node, element, button } of this.#rows) {
      element.classList.toggle("selected", node.id === id);
      button.setAttribute("aria-pressed", String(node.id === id));
    }
  }
}

/** Each agent and stream before its parts, then topics. */
function inOrder({ nodes }: Picture): readonly PictureNode[] {
  const groups = nodes.filter(({ kind }) => kind === "agent" || kind === "stream");
  const topics = nodes.filter(({ kind, group }) => group === null && kind !== "agent" && kind !== "stream");
  return [...groups.flatMap((group) => [group, ...nodes.filter((node) => node.group === group.id)]), ...topics];
}
