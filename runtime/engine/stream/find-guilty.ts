import type { Event } from "../../contract/event.ts";
import { EventLoopYielder } from "../../system/event-loop-yielder.ts";

/** The events of a batch by input. */
export type BatchInputs = Readonly<Record<string, readonly Event[]>>;

/** An element that makes its batch fail. */
export interface Guilty {
  readonly input: string;
  readonly event: Event;
  /** Which of its input's elements in this batch, from 0. */
  readonly index: number;
  readonly error: unknown;
}

interface Found {
  readonly guilty: readonly Guilty[];
  /** The batch without them, which does not fail. */
  readonly rest: BatchInputs;
}

type Element = Omit<Guilty, "error">;

/** Null where the batch works, and otherwise why it does not. Nothing is left of an attempt. */
export type Attempt = (inputs: BatchInputs) => Promise<{ readonly error: unknown } | null>;

/** What a search may cost at most: elements computed, with something for each attempt. */
const MOST_WORK = 100_000_000;
const WORK_OF_AN_ATTEMPT = 100;

/**
 * The elements without which the batch works: those that fail by themselves, then those that fail together with the
 * ones before them, as a sum that leaves its range. The batch is divided until the guilty ones are alone, so that the
 * cost is about that of the batch, times its logarithm, for each of them. Null where no element is to blame: the batch
 * fails without any, or the search would cost too much.
 */
export async function findGuilty(inputs: BatchInputs, attempt: Attempt): Promise<Found | null> {
  const search = new Search(Object.keys(inputs), attempt);
  return await search.find(elementsOf(inputs));
}

/** The first of them, in the order of the inputs; cheaper than all. */
export async function findFirstGuilty(inputs: BatchInputs, attempt: Attempt): Promise<Guilty | null> {
  const elements = elementsOf(inputs);
  const names = Object.keys(inputs);
  if ((await attempt(inputsOf(names, []))) !== null) return null;
  let works = 0;
  let fails = elements.length;
  let error: unknown = (await attempt(inputs))?.error;
  if (error === undefined) return null;
  while (fails - works > 1) {
    const middle = Math.floor((works + fails) / 2);
    const failure = await attempt(inputsOf(names, elements.slice(0, middle)));
    if (failure === null) works = middle;
    else {
      fails = middle;
      error = failure.error;
    }
  }
  return { ...elements[fails - 1]!, error };
}

class TooMuchWork extends Error {}

class Search {
  readonly #names: readonly string[];
  readonly #attempt: Attempt;
  readonly #yielder = new EventLoopYielder();
  #work = 0;

  constructor(names: readonly string[], attempt: Attempt) {
    this.#names = names;
    this.#attempt = attempt;
  }

  async find(elements: readonly Element[]): Promise<Found | null> {
    try {
      if ((await this.#fails([])) !== null) return null;
      const guilty: Guilty[] = [];
      await this.#divide(elements, guilty, null);
      const others = new Set(guilty.map(({ event }) => event));
      let rest = elements.filter(({ event }) => !others.has(event));
      if ((await this.#fails(rest)) !== null) {
        const good: Element[] = [];
        await this.#divide(rest, guilty, good);
        rest = good;
      }
      return { guilty, rest: inputsOf(this.#names, rest) };
    } catch (error) {
      if (error instanceof TooMuchWork) return null;
      throw error;
    }
  }

  /** Adds to `guilty` what fails of `part`: by itself, or behind the `good` elements, which then get the others. */
  async #divide(part: readonly Element[], guilty: Guilty[], good: Element[] | null): Promise<void> {
    if (part.length === 0) return;
    const failure = await this.#fails(good === null ? part : [...good, ...part]);
    if (failure === null) {
      for (const element of part) good?.push(element);
      return;
    }
    if (part.length === 1) {
      guilty.push({ ...part[0]!, error: failure.error });
      return;
    }
    const middle = Math.ceil(part.length / 2);
    await this.#divide(part.slice(0, middle), guilty, good);
    await this.#divide(part.slice(middle), guilty, good);
  }

  async #fails(elements: readonly Element[]): Promise<{ readonly error: unknown } | null> {
    this.#work += elements.length + WORK_OF_AN_ATTEMPT;
    if (this.#work > MOST_WORK) throw new TooMuchWork();
    const pause = this.#yielder.afterBatch();
    if (pause !== null) await pause;
    return this.#attempt(inputsOf(this.#names, elements));
  }
}

function elementsOf(inputs: BatchInputs): Element[] {
  return Object.entries(inputs).flatMap(([input, events]) => events.map((event, index) => ({ input, event, index })));
}

function inputsOf(names: readonly string[], elements: readonly Element[]): BatchInputs {
  const inputs: Record<string, Event[]> = {};
  for (const name of names) inputs[name] = [];
  for (const { input, event } of elements) inputs[input]!.push(event);
  return inputs;
}
