/** Exit statuses that scripts may rely on. */
export const exitStatus = {
  done: 0,
  /** The program has errors, or a test failed. */
  failed: 1,
  /** The command line was wrong. */
  usage: 2,
  /** What a program keeps on disk is damaged. */
  damaged: 3,
  /** `sluice diff`: something that is kept would be lost or begin again, or a guarantee is lower. */
  loss: 4,
  /** A fault of this tool. */
  internal: 70,
} as const;
