/** What `transform` makes of a whole batch, with the time of the batch. */
export function transform<T, U>(list: Iterable<T>, make: (batch: T[], time: number) => U[], time: number): U[] {
  return make([...list], time);
}

/** What `transform` makes of the batches of two streams, with their time. */
export function transformWith<T, U, V>(
  list: Iterable<T>,
  other: Iterable<U>,
  make: (batch: T[], other: U[], time: number) => V[],
  time: number,
): V[] {
  return make([...list], [...other], time);
}
