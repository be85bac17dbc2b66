/** Exit statuses that scripts may rely on. */
export const exitStatus = {
  done: 0,
  /** The program has errors, or a test failed. */
  failed: 1,
  /** The command line was wrong. */
  usage: 2,
  /** A fault of this tool. */
  internal: 70,
} as const;
