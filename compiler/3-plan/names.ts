/** Names that are already given within an agent or stream. */
export interface Names {
  /** `wanted` itself the first time, then `wanted2`, `wanted3`, …. */
  take(wanted: string): string;
}

/** `taken` are the names that the program gives: nothing else may have them. */
export function createNames(taken: Iterable<string> = []): Names {
  const given = new Set(taken);
  return {
    take(wanted) {
      let name = wanted;
      for (let number = 2; given.has(name); number++) name = `${wanted}${number}`;
      given.add(name);
      return name;
    },
  };
}
