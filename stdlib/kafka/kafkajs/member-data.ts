/** What a member tells the leader of its group in its subscription. */
export interface MemberData {
  /** The partitions that it has. */
  readonly owned: readonly number[];
  /** How many partitions its topic has, as far as it knows. */
  readonly partitions: number;
  readonly exclusive: boolean;
}

const EXCLUSIVE = -0x8000_0000;

/**
 * Four bytes for each number: partitions as they are, the number of partitions below zero. Members of earlier versions
 * know the former alone, and pass over what is no partition.
 */
export function encodeMember({ owned, partitions, exclusive }: MemberData): Buffer {
  const numbers = [...owned, ...(partitions > 0 ? [-partitions] : []), ...(exclusive ? [EXCLUSIVE] : [])];
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, number] of numbers.entries()) bytes.writeInt32BE(number, index * 4);
  return bytes;
}

/** What `encodeMember` wrote; a member that says nothing has nothing. */
export function decodeMember(bytes: Buffer | null | undefined): MemberData {
  const count = Math.floor((bytes?.length ?? 0) / 4);
  const numbers = Array.from({ length: count }, (_, index) => bytes!.readInt32BE(index * 4));
  const counted = numbers.find((number) => number < 0 && number !== EXCLUSIVE);
  return {
    owned: numbers.filter((number) => number >= 0),
    partitions: counted === undefined ? 0 : -counted,
    exclusive: numbers.includes(EXCLUSIVE),
  };
}
