/** Ends the process with one line on standard error: for what is wrong before anything has been opened. */
export function quit(message: string, status: number): never {
  process.stderr.write(`error: ${message}\n`);
  process.exit(status);
}
