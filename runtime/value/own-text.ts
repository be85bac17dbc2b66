/** V8 keeps a shorter piece of a text, or a shorter text that was put together, as a text of its own anyway. */
const LEAST = 13;

/**
 * The same text in memory of its own. A piece of a longer text, as `split` gives it, would keep all of that in memory for as
 * long as it is kept itself, and what was put together of others would be two more objects.
 */
export function ownText(text: string): string {
  if (text.length < LEAST) return text;
  const copy = Buffer.from(text, "utf8").toString("utf8");
  // Half of a surrogate pair has no bytes in UTF-8.
  return copy === text ? copy : text;
}
