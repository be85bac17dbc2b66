import { readFileSync } from "node:fs";

/** A program of at least so many lines: the whole quickstart over and over, each time under other names. */
export function longProgram(lines: number): string {
  const once = readFileSync("samples/quickstart/quickstart.flow", "utf8");
  const copies: string[] = [];
  let length = 0;
  while (length < lines) {
    const number = copies.length;
    const copy = once.replace(/\b(Hit|hits|hit|parseHit|collect|busiest)\b(?! =>|\.(path|status))/g, `$1${number}`);
    copies.push(copy);
    length += copy.split("\n").length - 1;
  }
  return copies.join("\n");
}
