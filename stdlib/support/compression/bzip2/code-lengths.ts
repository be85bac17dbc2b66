/** Longest code; decoders take 20 bits. */
const LONGEST = 17;

/**
 * Lengths of the Huffman codes of symbols that occur so often. Every symbol gets a code; where one would be longer than
 * 17 bits the counts are made more alike and it is tried again, as bzip2 does.
 */
export function codeLengths(counts: ArrayLike<number>): Uint8Array {
  let weights = Float64Array.from(counts, (count) => Math.max(1, count));
  for (;;) {
    const lengths = huffman(weights);
    if (lengths.every((length) => length <= LONGEST)) return lengths;
    weights = weights.map((weight) => 1 + Math.floor(weight / 2));
  }
}

/** By two queues: leaves in order of their weights, and the nodes made of them, which come in that order. */
function huffman(weights: Float64Array): Uint8Array {
  const count = weights.length;
  const leaves = Array.from(weights.keys()).sort((a, b) => weights[a]! - weights[b]!);
  const weight = new Float64Array(2 * count - 1);
  const parent = new Int32Array(2 * count - 1);
  leaves.forEach((symbol, index) => {
    weight[index] = weights[symbol]!;
  });
  let leaf = 0;
  let node = count;
  for (let made = count; made < weight.length; made++) {
    for (let child = 0; child < 2; child++) {
      const takesLeaf = leaf < count && (node === made || weight[leaf]! <= weight[node]!);
      const taken = takesLeaf ? leaf++ : node++;
      weight[made]! += weight[taken]!;
      parent[taken] = made;
    }
  }
  const depth = new Uint8Array(weight.length);
  for (let index = weight.length - 2; index >= 0; index--) depth[index] = depth[parent[index]!]! + 1;
  const lengths = new Uint8Array(count);
  leaves.forEach((symbol, index) => {
    lengths[symbol] = depth[index]!;
  });
  return lengths;
}

/** Codes of those lengths, the shorter ones first, in the order of the symbols. */
export function codesOf(lengths: Uint8Array): Int32Array {
  const codes = new Int32Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= LONGEST; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) if (lengths[symbol] === length) codes[symbol] = code++;
    code <<= 1;
  }
  return codes;
}
