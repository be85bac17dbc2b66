/** Numbers from 0 to 1 by the generator of C's example `rand`: the same in every run. */
export function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
