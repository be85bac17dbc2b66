const LONGEST = 50;
const PLAIN = /^[ !#-[\]-~]*$/;

/** A text in quotes, for the reasons of failures: a line may be long, and most failures are handled unread. */
export function shown(text: string): string {
  if (text.length > LONGEST) return JSON.stringify(`${text.slice(0, LONGEST)}…`);
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
