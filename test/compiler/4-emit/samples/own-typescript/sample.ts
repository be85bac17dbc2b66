export function sample<T>(elements: Iterable<T>, n: number): T[] {
  return [...elements].filter((_, index) => index % n === 0);
}
