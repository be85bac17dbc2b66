import type { LiveFrame, Picture, PictureNode, Trouble } from "../runtime/program/ui/messages.ts";
import { find, make, setText } from "./elements.ts";
import { seconds } from "./format.ts";
import { troubleOf } from "./states.ts";

interface Listed {
  readonly element: HTMLElement;
  readonly text: HTMLElement;
  readonly label: string;
}

/** What fails, above everything else; it is read out when it begins and when it is over. */
export class TroubleList {
  readonly #select: (id: string) => void;
  readonly #listed = new Map<string, Listed>();

  constructor(select: (id: string) => void) {
    this.#select = select;
  }

  /** Shows what fails now. */
  update({ nodes }: Picture, frame: LiveFrame): void {
    const failing = new Map<string, readonly [PictureNode, Trouble]>();
    for (const node of nodes) {
      const trouble = troubleOf(node, frame);
      if (trouble?.level === "failing") failing.set(node.id, [node, trouble]);
    }
    for (const [id, { element, label }] of this.#listed) {
      if (failing.has(id)) continue;
      element.remove();
      this.#listed.delete(id);
      setText(find("told"), `${label} works again`);
    }
    for (const [id, [node, { since, message }]] of failing) {
      const listed = this.#listed.get(id) ?? this.#add(node);
      const lasting = `has been failing for ${seconds((frame.time - since) / 1000)}`;
      setText(listed.text, message === "" ? lasting : `${lasting}: ${message}`);
    }
    find("troubles").hidden = this.#listed.size === 0;
  }

  #add({ id, kind, label }: PictureNode): Listed {
    const text = make("span");
    const button = make("button", { type: "button", onclick: () => this.#select(id) }, id);
    const listed = { text, label: `${kind} ${label}`, element: make("p", {}, button, " ", text) };
    this.#listed.set(id, listed);
    find("troubles").append(listed.element);
    setText(find("told"), `${kind} ${label} fails`);
    return listed;
  }
}
