/** What stands for a value that is not shown. */
export const MASK = "***";

/** Names of fields whose values are not shown to people who look into a program. */
export type Masked = ReadonlySet<string>;

/** A text of JSON with the values of these fields masked, at any depth; one that only looks like it is masked as a whole. */
export function maskedJson(text: string, masked: Masked): string {
  if (![...masked].some((name) => text.includes(JSON.stringify(name)))) return text;
  try {
    return JSON.stringify(JSON.parse(text, (name, value) => (masked.has(name) ? MASK : value)));
  } catch {
    return MASK;
  }
}

/** Headers with their values as `maskedHeader` has them. */
export function maskedHeaders(headers: ReadonlyMap<string, string>, masked: Masked): ReadonlyMap<string, string> {
  if (masked.size === 0) return headers;
  return new Map([...headers].map(([name, value]) => [name, maskedHeader(name, value, masked)]));
}

/** The value of a header: masked where it is called as such a field; of the reason of a failure what `maskedReason` leaves. */
export function maskedHeader(name: string, value: string, masked: Masked): string {
  if (masked.has(name)) return MASK;
  return name === "reason" ? maskedReason(value, masked) : value;
}

/**
 * Why something failed, without the values that are quoted in it, where there is anything to mask: it does not say of which
 * field they are.
 */
export function maskedReason(reason: string, masked: Masked): string {
  if (masked.size === 0) return reason;
  let shown = "";
  for (let at = 0; ; ) {
    const open = reason.indexOf('"', at);
    if (open < 0) return shown + reason.slice(at);
    shown += `${reason.slice(at, open)}"${MASK}"`;
    at = endOfQuoted(reason, open);
  }
}

/** Where the text goes on behind a string of JSON that begins at `open`; one that was cut off takes all that is left. */
function endOfQuoted(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
