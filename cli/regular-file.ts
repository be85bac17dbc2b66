import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** No text of a program is as long as this. */
const LONGEST = 16 * 1024 * 1024;

/**
 * The bytes of a regular file; null where there is none, it cannot be read, or it is too long for a program. A device or
 * a pipe is none, also behind a link: reading it could take all memory, or for ever.
 */
export function readRegularFile(path: string): Buffer | null {
  let file: number | null = null;
  try {
    // Without NONBLOCK a pipe would be waited for.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size, ...stats } = fstatSync(file);
    return isRegular(stats.mode) && size <= LONGEST ? readFileSync(file) : null;
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

function isRegular(mode: number): boolean {
  return (mode & constants.S_IFMT) === constants.S_IFREG;
}
