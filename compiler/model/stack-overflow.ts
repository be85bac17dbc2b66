/** Whether what was thrown says that calls are nested more deeply than the stack has room for. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}
