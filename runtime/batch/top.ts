/**
 * The `count` elements with the greatest `by`, greatest first; equal ones stay in the order of `list`.
 * A heap of `count` entries keeps it at O(n log count): `list` may hold millions of keys where ten are shown.
 */
export function top<T>(list: Iterable<T>, count: number, by: (element: T) => number | string): T[] {
  const heap: Ranked<T>[] = [];
  if (count <= 0) return [];
  let order = 0;
  for (const element of list) {
    const entry = { element, rank: by(element), order };
    order += 1;
    if (heap.length < count) {
      heap.push(entry);
      siftUp(heap);
    } else if (isBelow(heap[0]!, entry)) {
      heap[0] = entry;
      siftDown(heap);
    }
  }
  return heap.sort((a, b) => (isBelow(a, b) ? 1 : -1)).map((entry) => entry.element);
}

interface Ranked<T> {
  readonly element: T;
  readonly rank: number | string;
  readonly order: number;
}

function isBelow<T>(a: Ranked<T>, b: Ranked<T>): boolean {
  if (a.rank === b.rank) return a.order > b.order;
  // NaN ranks below everything, so that it cannot make the order depend on the order of arrival.
  if (Number.isNaN(a.rank)) return !Number.isNaN(b.rank) || a.order > b.order;
  return a.rank < b.rank;
}

function siftUp<T>(heap: Ranked<T>[]): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBelow(heap[at]!, heap[parent]!)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function siftDown<T>(heap: Ranked<T>[]): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    let least = at;
    if (left < heap.length && isBelow(heap[left]!, heap[least]!)) least = left;
    if (right < heap.length && isBelow(heap[right]!, heap[least]!)) least = right;
    if (least === at) return;
    swap(heap, at, least);
    at = least;
  }
}

function swap<T>(heap: Ranked<T>[], a: number, b: number): void {
  const held = heap[a]!;
  heap[a] = heap[b]!;
  heap[b] = held;
}
