import { endOfString } from "./json-scan.ts";

/** An object or array that has not ended yet. */
type Open =
  | { readonly kind: "object"; readonly members: Map<string, string>; name: string | null }
  | { readonly kind: "array"; readonly elements: string[] };

/**
 * One text for all JSON of one value: names sorted, of equal ones the last; texts and numbers written in one way. Numbers
 * are compared as decimals, so that those beyond 2^53 stay apart. `text` is compact.
 */
export function canonicalJson(text: string): string {
  const open: Open[] = [];
  let result = "";
  const put = (value: string): void => {
    const around = open.at(-1);
    if (around === undefined) result = value;
    else if (around.kind === "array") around.elements.push(value);
    else {
      around.members.set(around.name ?? "", value);
      around.name = null;
    }
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    if (char === "{") open.push({ kind: "object", members: new Map(), name: null });
    else if (char === "[") open.push({ kind: "array", elements: [] });
    else if (char === "}" || char === "]") {
      const closed = open.pop();
      if (closed !== undefined) put(textOf(closed));
    } else if (char === '"') {
      const end = endOfString(text, at);
      const value = JSON.parse(text.slice(at, end)) as string;
      const around = open.at(-1);
      if (around?.kind === "object" && around.name === null) around.name = value;
      else put(JSON.stringify(value));
      at = end;
      continue;
    } else if (char !== "," && char !== ":") {
      let end = at + 1;
      while (end < text.length && !",]}".includes(text[end]!)) end++;
      const value = text.slice(at, end);
      put(/^[-\d]/.test(value) ? canonicalNumber(value) : value);
      at = end;
      continue;
    }
    at++;
  }
  return result;
}

function textOf(closed: Open): string {
  if (closed.kind === "array") return `[${closed.elements.join(",")}]`;
  const members = [...closed.members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
}

/** Longest number that is written without an exponent. */
const MOST_DIGITS = 21;

function canonicalNumber(text: string): string {
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const significant = (whole + fraction).replace(/^0+/, "");
  if (significant === "") return "0";
  let end = significant.length;
  while (significant[end - 1] === "0") end--;
  const digits = significant.slice(0, end);
  // Of the digits as a whole number; as a bigint, since a text may say 1e99999999999999999999.
  const exponent = BigInt(power) - BigInt(fraction.length) + BigInt(significant.length - digits.length);
  if (exponent >= 0n && BigInt(digits.length) + exponent <= MOST_DIGITS) {
    return sign + digits + "0".repeat(Number(exponent));
  }
  if (exponent < 0n && exponent >= -MOST_DIGITS) {
    const padded = digits.padStart(1 - Number(exponent), "0");
    const point = padded.length + Number(exponent);
    return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
  }
  return `${sign}${digits}e${exponent}`;
}
