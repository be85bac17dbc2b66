/** `bytes` with each of their bits flipped in turn, as a program reads them: as text. */
export function* flipsOf(bytes: Uint8Array): Generator<string> {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    yield flipped.toString("utf8");
  }
}
