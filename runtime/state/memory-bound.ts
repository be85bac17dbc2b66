/** How much memory the states of a program may take together. What is over it is only on disk once its batch is saved. */
export interface MemoryBound {
  /** In bytes; infinite where all that was read stays in memory. */
  readonly limit: number;
  /** What is taken now, in bytes, by an estimate. */
  used: number;
}

/** Whether there is something to be bounded. */
export function isBounded({ limit }: MemoryBound): boolean {
  return Number.isFinite(limit);
}
