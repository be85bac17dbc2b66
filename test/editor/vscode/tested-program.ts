/** A stream, from its first line. */
export const COUNTS = `stream counts every 1s {
  let words = lines("a.txt")
  words.count() -> print()
}
`;

/** Tests of it: one that passes, and one that does not. */
export const TESTS_OF_COUNTS = `test "counts" {
  given counts.words = [["a", "a"]]
  expect counts.words == [["a", "a"]]
}

test "is wrong" {
  given counts.words = [["a"]]
  expect counts.words == [["b"]]
}
`;
