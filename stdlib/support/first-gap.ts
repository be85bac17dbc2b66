/** What disks write as a whole, in bytes; larger sectors and pages are multiples of it. */
const SECTOR = 512;

/** A multiple of a sector. */
const WINDOW = 64 * 1024;

/**
 * Where a file of `length` bytes lacks what was written to it from `from` on: a power failure leaves zeros in the place of
 * sectors that the disk did not get, up to the end of a sector or of the file. Resolves to `length` where nothing is
 * missing. `read` gives up to so many bytes from an offset, fewer only at the end.
 */
export async function firstGap(
  read: (offset: number, length: number) => Promise<Buffer>,
  from: number,
  length: number,
): Promise<number> {
  for (let start = from - (from % SECTOR); start < length; start += WINDOW) {
    const bytes = await read(start, Math.min(WINDOW, length - start));
    for (let sector = 0; sector < bytes.length; sector += SECTOR) {
      const least = Math.max(sector, from - start);
      let end = Math.min(sector + SECTOR, bytes.length);
      if (end <= least || bytes[end - 1] !== 0) continue;
      while (end > least && bytes[end - 1] === 0) end -= 1;
      return start + end;
    }
  }
  return length;
}
