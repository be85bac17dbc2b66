/** How many letters of two texts are the same from these places on. */
export function countEqual(a: string, b: string, fromA = 0, fromB = 0): number {
  const most = Math.min(a.length - fromA, b.length - fromB);
  let count = 0;
  while (count < most && a.charCodeAt(fromA + count) === b.charCodeAt(fromB + count)) count += 1;
  return count;
}

/** How many letters at the end of two texts are the same, `start` at the beginning left out. */
export function countEqualFromEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count += 1;
  return count;
}
