/** A number in few characters: `12 k`. */
export function amount(value: number): string {
  if (value >= 999_500_000) return `${(value / 1e9).toFixed(1)} G`;
  if (value >= 999_500) return `${(value / 1e6).toFixed(1)} M`;
  if (value >= 9_950) return `${Math.round(value / 1000)} k`;
  if (value >= 1000) return `${(value / 1000).toFixed(1)} k`;
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

/** `12 k/s` */
export function rate(value: number): string {
  return `${amount(value)}/s`;
}

/** A time that has passed, in seconds. */
export function seconds(value: number): string {
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  if (value < 120) return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
  if (value < 7200) return `${Math.round(value / 60)} min`;
  const hours = Math.floor(value / 3600);
  if (hours < 48) return `${hours} h ${Math.floor((value % 3600) / 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `120 MB` */
export function bytes(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} GB`;
  return value >= 1e6 ? `${Math.round(value / 1e6)} MB` : `${Math.round(value / 1e3)} kB`;
}

/** `37%` of a share. */
export function percent(share: number): string {
  return `${share > 0 && share < 0.0995 ? (share * 100).toFixed(1) : Math.round(share * 100)}%`;
}

/** The time of day, of the reader's own. */
export function clock(time: number): string {
  return new Date(time).toLocaleTimeString([], { hour12: false });
}

/** `text`, or what stands where nothing is known. */
export function known(value: number | null | undefined, text: (value: number) => string): string {
  return value === null || value === undefined ? "–" : text(value);
}
