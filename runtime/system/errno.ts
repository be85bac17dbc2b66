/** The code of an operating system's error (`ENOENT`); the empty text for any other. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
