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

  /** Adds a figure; one of the same name of the same component takes the place of the former. */
  add(figure: OwnFigure): void {
    const { component, of = "", name } = figure;
    this.#all.set(`${component} ${of} ${name}`, figure);
  }

  [Symbol.iterator](): IterableIterator<OwnFigure> {
    return this.#all.values();
  }
}
