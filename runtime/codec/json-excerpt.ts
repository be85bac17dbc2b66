/**
 * The beginning of the JSON of `value`, at most `most` characters with `…` behind them. Each level of nesting takes a
 * character, so that a value of any depth and size costs little, where JSON.stringify overflows the stack.
 */
export function jsonExcerpt(value: unknown, most: number): string {
  let text = "";
  write(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;

  function write(part: unknown): void {
    if (text.length > most) return;
    if (typeof part === "string") text += JSON.stringify(part.slice(0, most + 1));
    else if (Array.isArray(part)) writeAll("[", part, "]", write);
    else if (typeof part === "object" && part !== null) writeAll("{", Object.keys(part), "}", member(part));
    else text += JSON.stringify(part);
  }

  function member(part: object): (name: string) => void {
    return (name) => {
      text += `${JSON.stringify(name)}:`;
      write((part as Readonly<Record<string, unknown>>)[name]);
    };
  }

  function writeAll<T>(open: string, parts: readonly T[], close: string, writeOne: (part: T) => void): void {
    text += open;
    for (const [index, part] of parts.entries()) {
      if (text.length > most) return;
      if (index > 0) text += ",";
      writeOne(part);
    }
    text += close;
  }
}
