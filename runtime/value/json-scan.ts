/**
 * Ways through the text of JSON that JSON.parse has accepted. None calls itself, so that no depth overflows the stack.
 */

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Index behind the string that begins at `at`. */
export function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end + 1;
  }
}

/** The same JSON without blanks between its parts. */
export function compactJson(text: string): string {
  let compact = "";
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code > 32) at++;
    else {
      compact += text.slice(from, at);
      while (text.charCodeAt(at) <= 32) at++;
      from = at;
    }
  }
  return from === 0 ? text : compact + text.slice(from);
}

/** Index behind the value that begins at `at` of a compact text. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length; ) {
    const code = text.charCodeAt(end);
    if (code === QUOTE) {
      end = endOfString(text, end);
      if (depth === 0) return end;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      // Of a number or a word the object or list around it is the end.
      if (depth === 0) return end;
      depth--;
      if (depth === 0) return end + 1;
    } else if (code === COMMA && depth === 0) return end;
    end++;
  }
  return text.length;
}

/** The members of a compact object in the order of the text: name and text of the value. Names may come twice. */
export function membersOf(text: string): [name: string, value: string][] {
  const members: [string, string][] = [];
  for (let at = 1; text.charCodeAt(at) === QUOTE; ) {
    const nameEnd = endOfString(text, at);
    const name = text.slice(at + 1, nameEnd - 1);
    const valueAt = text.charCodeAt(nameEnd) === COLON ? nameEnd + 1 : nameEnd;
    const end = endOfValue(text, valueAt);
    members.push([name.includes("\\") ? (JSON.parse(`"${name}"`) as string) : name, text.slice(valueAt, end)]);
    at = text.charCodeAt(end) === COMMA ? end + 1 : end;
  }
  return members;
}

/** Texts of the elements of a compact array. */
export function elementsOf(text: string): string[] {
  const elements: string[] = [];
  for (let at = 1; at < text.length - 1; ) {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = end + 1;
  }
  return elements;
}
