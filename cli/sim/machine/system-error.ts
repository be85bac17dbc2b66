const sentences: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EEXIST: "file already exists",
  EISDIR: "illegal operation on a directory",
  ENOTDIR: "not a directory",
  ENOTEMPTY: "directory not empty",
  ENOSYS: "function not implemented",
  ENOSPC: "no space left on device",
  EMFILE: "too many open files",
  EIO: "i/o error",
  EROFS: "read-only file system",
  EBADF: "bad file descriptor",
  EADDRINUSE: "address already in use",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EPIPE: "broken pipe",
};

/** An error as Node makes it: `ENOENT: no such file or directory, open '/x'`. */
export function systemError(code: string, call: string, path: string | null): Error {
  const where = path === null ? "" : ` '${path}'`;
  const error = errorOfSystem(`${code}: ${sentences[code] ?? "unknown error"}, ${call}${where}`, code);
  return Object.assign(error, { errno: -1, syscall: call, ...(path === null ? {} : { path }) });
}

/** An error of the system with a message of its own. Node's have no stack either, which takes longer to gather than a call. */
export function errorOfSystem(message: string, code: string): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new Error(message);
  Error.stackTraceLimit = stackTraceLimit;
  return Object.assign(error, { code });
}
