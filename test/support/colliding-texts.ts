/** 2 to the power of `blocks` texts of one hash by FNV-1a: in each block they differ, and behind it the hash is the same. */
export function collidingTexts(blocks: number): string[] {
  const prime = 0x01000193;
  let hash = 0x811c9dc5;
  let texts = [""];
  for (let block = 0; block < blocks; block++) {
    // Two first units that leave the same high half; the second units make the low halves equal.
    const firsts = new Map<number, number>();
    for (let unit = 0; ; unit++) {
      const behind = Math.imul(hash ^ unit, prime);
      const other = firsts.get(behind >>> 16);
      firsts.set(behind >>> 16, unit);
      if (other === undefined) continue;
      const low = (Math.imul(hash ^ other, prime) ^ behind) & 0xffff;
      const pair = [String.fromCharCode(other, low), String.fromCharCode(unit, 0)];
      texts = texts.flatMap((text) => pair.map((part) => text + part));
      hash = Math.imul(behind, prime);
      break;
    }
  }
  return texts;
}
