/**
 * Wraps a handler so that its fault costs one answer and not the server: the stack goes to `log`, the editor gets
 * `otherwise`.
 */
export function guard<Args extends readonly unknown[], Result>(
  name: string,
  log: (message: string) => void,
  otherwise: Result,
  handler: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => {
    try {
      return handler(...args);
    } catch (error) {
      log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return otherwise;
    }
  };
}
