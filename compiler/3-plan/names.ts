/** Names that are already given within an agent or stream. */
export interface Names {
  /** `wanted` itself the first time, then `wanted2`, `wanted3`, …, with what is to stand before the number. */
  take(wanted: string, before?: string): string;
}

/** `taken` are the names that the program gives: nothing else may have them. */
export function createNames(taken: Iterable<string> = []): Names {
  const given = new Set(taken);
  /** Of names that are wanted often, the first number that may be free. */
  const numbers = new Map<string, number>();
  return {
    take(wanted, before = "") {
      const stem = wanted + before;
      let name = wanted;
      let number = numbers.get(stem) ?? 2;
      for (; given.has(name); number++) name = `${stem}${number}`;
      numbers.set(stem, number);
      given.add(name);
      return name;
    },
  };
}
