const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
  TiB: 1_099_511_627_776,
};

/** Milliseconds of a duration as the language writes it (`500ms`, `15s`, `1h`); null for anything else. */
export function parseDuration(text: string): number | null {
  return parse(text, /^(\d[\d_]*(?:\.\d+)?)(ms|s|m|h|d)$/, MS);
}

/** The same of a duration that may be negative, such as the difference of two times: `-15s`. */
export function parseSignedDuration(text: string): number | null {
  const ms = parseDuration(text.replace(/^-/, ""));
  return ms === null || !text.startsWith("-") ? ms : -ms + 0;
}

/** Bytes of a size as the language writes it (`512B`, `1MiB`); null for anything else. */
export function parseSize(text: string): number | null {
  return parse(text, /^(\d[\d_]*(?:\.\d+)?)(B|KiB|MiB|GiB|TiB)$/, BYTES);
}

/** The shortest way to write `ms` with one unit. */
export function durationText(ms: number): string {
  const unit = Object.keys(MS).findLast((unit) => ms !== 0 && ms % MS[unit]! === 0) ?? "ms";
  return `${ms / MS[unit]!}${unit}`;
}

/** In whole units: 1.1m is a little more than 66000 to a computer. Null where that is not exact. */
function parse(text: string, form: RegExp, units: Readonly<Record<string, number>>): number | null {
  const found = form.exec(text);
  const value = found === null ? Number.NaN : Math.round(Number(found[1]!.replaceAll("_", "")) * units[found[2]!]!);
  return Number.isSafeInteger(value) ? value : null;
}
