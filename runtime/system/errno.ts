/** The code of an operating system's error (`ENOENT`); the empty text for any other. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** The error with the name of the file in its message, where the system does not say it: it does not of a write. */
export function withFile(error: Error & { path?: string }, path: string): Error {
  if (errnoOf(error) === "" || error.path) return error;
  return Object.assign(error, { path, message: `${error.message} '${path}'` });
}
