/**
 * Gives a writer of log lines to standard error. A line that cannot be written (a full disk, a reader that has gone) is
 * lost and counted, and the program goes on; the first line that can be written again is told how many are missing.
 */
export function standardError(): (line: string) => void {
  let lost = 0;
  let reason = "";
  // Without a listener a failed write would end the process.
  process.stderr.on("error", () => {});
  return (line) => {
    const missing = lost;
    lost = 0;
    const gap =
      missing === 0 ? "" : `(${missing} line${missing === 1 ? "" : "s"} of this log could not be written: ${reason})\n`;
    process.stderr.write(`${gap}${line}\n`, (error) => {
      if (!error) return;
      lost += missing + 1;
      reason = error.message;
    });
  };
}
