/** Each element with its place in `list`. */
export function zipWithIndex<T>(list: Iterable<T>): [T, number][] {
  return Array.from(list, (element, index) => [element, index]);
}
