const left: unknown[] = [];

/**
 * Keeps what a test opens and does not close, as a process that dies leaves it: Node 26 takes a file handle that is
 * collected for an error, of whatever test runs then.
 */
export function leaveOpen<T>(opened: T): T {
  left.push(opened);
  return opened;
}
