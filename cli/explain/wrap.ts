/** Columns of the terminal that texts are laid out for. */
export const WIDTH = 100;

/** Breaks `text` at blanks so that lines have at most `width` letters; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** `text` wrapped behind `indent` blanks; lines after the first have two more. */
export function indented(text: string, indent: number): string[] {
  return wrap(text, WIDTH - indent - 2).map((line, index) => `${" ".repeat(index === 0 ? indent : indent + 2)}${line}`);
}

/** Rows in columns as wide as their longest cell, up to `most` for each but the last; cells wrap within theirs. */
export function columns(rows: readonly (readonly string[])[], most: readonly number[], indent: number): string[] {
  const widths = most.map((limit, column) =>
    Math.min(limit, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))),
  );
  const last = Math.max(20, WIDTH - indent - widths.reduce((sum, width) => sum + width + 2, 0));
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => wrap(cell, widths[column] ?? last));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) => {
      const text = cells.map((cell, column) => (cell[line] ?? "").padEnd(widths[column] ?? 0)).join("  ");
      return `${" ".repeat(indent)}${text}`.trimEnd();
    });
  });
}
