/** The code of an operating system's error (`ENOENT`); the empty text for any other. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Adds the name of the file to an error of the system, which leaves it out where a write fails. */
export function withFile(error: Error & { path?: string }, path: string): Error {
  if (errnoOf(error) === "" || error.path) return error;
  return Object.assign(error, { path, message: `${error.message} '${path}'` });
}
