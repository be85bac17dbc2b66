/** What a block is coded as: numbers of bytes in a list that moves each to its front, and runs of its front. */
export interface Symbols {
  /** Which bytes occur. */
  readonly used: readonly number[];
  readonly symbols: Uint16Array;
  /** How many symbols there can be; the last one is the end of the block. */
  readonly alphabet: number;
}

const RUN_A = 0;

/** Moves to the front, then writes runs of zeros in base two with the digits 1 and 2 (RUNA and RUNB), and the end. */
export function symbolsOf(transformed: Uint8Array): Symbols {
  const occurs = new Uint8Array(256);
  for (const byte of transformed) occurs[byte] = 1;
  const used = Array.from(occurs.keys()).filter((byte) => occurs[byte] === 1);
  const front = Uint8Array.from(used);
  const symbols = new Uint16Array(transformed.length + 1);
  let count = 0;
  let run = 0;
  const endRun = () => {
    for (; run > 0; run = (run - 1) >> 1) symbols[count++] = RUN_A + ((run - 1) & 1);
  };
  for (const byte of transformed) {
    if (front[0] === byte) {
      run += 1;
      continue;
    }
    endRun();
    const place = front.indexOf(byte);
    front.copyWithin(1, 0, place);
    front[0] = byte;
    symbols[count++] = place + 1;
  }
  endRun();
  symbols[count++] = used.length + 1;
  return { used, symbols: symbols.subarray(0, count), alphabet: used.length + 2 };
}
