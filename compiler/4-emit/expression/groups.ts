/** The number of each named group of a regular expression, which must be one. */
export function groupNumbers(pattern: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  let count = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === "\\") at++;
    else if (inClass) inClass = char !== "]";
    else if (char === "[") inClass = true;
    else if (char === "(") {
      const name = /^\?<([^=!>][^>]*)>/.exec(pattern.slice(at + 1))?.[1];
      if (name === undefined && pattern[at + 1] === "?") continue;
      count++;
      if (name !== undefined) numbers.set(name, count);
    }
  }
  return numbers;
}
