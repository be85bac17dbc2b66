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
  // Node's have no stack either, which takes longer to gather than the call itself.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new Error(`${code}: ${sentences[code] ?? "unknown error"}, ${call}${where}`);
  Error.stackTraceLimit = stackTraceLimit;
  return Object.assign(error, { code, errno: -1, syscall: call, ...(path === null ? {} : { path }) });
}
