/**
 * Each element with a probability of `fraction`. The choice depends only on `seed`, the time of the batch and the places
 * in it: a batch that is computed again has the same.
 */
export function sample<T>(list: Iterable<T>, fraction: number, seed: number | undefined, time: number): T[] {
  const found: T[] = [];
  let state = mixed(mixed(seed ?? 0) ^ mixed(time) ^ mixed(Math.floor(time / 2 ** 32)));
  for (const element of list) {
    state = (state + 0x9e3779b9) | 0;
    if ((mixed(state) >>> 0) / 2 ** 32 < fraction) found.push(element);
  }
  return found;
}

/** The bits of a whole number, each dependent on all of it: the finaliser of MurmurHash3. */
function mixed(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
