/** Names that are already given within an agent or stream. */
export interface Names {
  /** `wanted` itself the first time, then `wanted2`, `wanted3`, …, with what is to stand before the number. */
  take(wanted: string, before?: string): string;
}

/** `taken` are the names that the program gives: nothing else may have them. */
export function createNames(taken: Iterable<string> = []): Names {
  const given = new Set(taken);
  return {
    take(wanted, before = "") {
      let name = wanted;
      for (let number = 2; given.has(name); number++) name = `${wanted}${before}${number}`;
      given.add(name);
      return name;
    },
  };
}
