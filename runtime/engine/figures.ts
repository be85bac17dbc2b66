import type { Figure } from "../contract/context.ts";

/** A figure under the name of the component that has it. */
export interface OwnFigure extends Figure {
  readonly component: string;
  /** What it is a figure of, where that is not the kind of the component: `state`. */
  readonly of?: string;
}

/** What can be asked of a running program beside its counters. Nobody asks where nothing is served. */
export class Figures {
  readonly #all = new Map<string, OwnFigure>();

  /** Adds a figure. It replaces or joins the component's figure of the same name. */
  add(figure: OwnFigure): void {
    const { component, of = "", name } = figure;
    const key = `${component} ${of} ${name}`;
    const former = figure.isGreatest === true ? this.#all.get(key) : undefined;
    const read = () => Math.max(Number(former?.read()), Number(figure.read()));
    this.#all.set(key, former === undefined ? figure : { ...figure, read });
  }

  [Symbol.iterator](): IterableIterator<OwnFigure> {
    return this.#all.values();
  }
}
