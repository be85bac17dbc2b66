/** None for a text that is blank. */
export function words(text: string): string[] {
  return text.match(/\S+/g) ?? [];
}

/** Null where there is no `separator`, here as below. */
export function before(text: string, separator: string): string | null {
  const at = text.indexOf(separator);
  return at === -1 ? null : text.slice(0, at);
}

/** What follows the first `separator`; null where there is none. */
export function after(text: string, separator: string): string | null {
  const at = text.indexOf(separator);
  return at === -1 ? null : text.slice(at + separator.length);
}

/** What stands before the last `separator`; null where there is none. */
export function beforeLast(text: string, separator: string): string | null {
  const at = text.lastIndexOf(separator);
  return at === -1 ? null : text.slice(0, at);
}

/** What follows the last `separator`; null where there is none. */
export function afterLast(text: string, separator: string): string | null {
  const at = text.lastIndexOf(separator);
  return at === -1 ? null : text.slice(at + separator.length);
}

/** `text` without `prefix` at its beginning, once; else `text`. */
export function trimPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** `text` without `suffix` at its end, once; else `text`. */
export function trimSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
}

/** Never longer than `length`, and never with half of a character that needs two units. */
export function shorten(text: string, length: number, end = "…"): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, Math.max(length - end.length, 0)).replace(/[\ud800-\udbff]$/, "");
  return kept + end.slice(0, Math.max(length, 0));
}

/** Without overlaps. */
export function count(text: string, part: string): number {
  if (part === "") return 0;
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found++;
  return found;
}

/** Null where JavaScript gives -1. */
export function lastIndexOf(text: string, part: string): number | null {
  const at = text.lastIndexOf(part);
  return at === -1 ? null : at;
}

/** Whether there is nothing but white space in `text`. */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}
