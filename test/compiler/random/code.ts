/** A piece of an expression and how tightly it holds together: what it has to be put in parentheses for. */
export interface Code {
  readonly text: string;
  readonly level: number;
}

/** Levels of expressions, loosest first; binary operators lie between `binary` and `unary`. */
export const LEVEL = { lambda: 0, else: 1, conditional: 2, binary: 3, unary: 9, atom: 10 } as const;

export function atom(text: string): Code {
  return { text, level: LEVEL.atom };
}

/** The text, in parentheses where it is looser than `level`. */
export function within(code: Code, level: number): string {
  return code.level < level ? `(${code.text})` : code.text;
}
