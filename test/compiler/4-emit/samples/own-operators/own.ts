export function events(lines: readonly string[]): { text: string }[] {
  return lines.map((text) => ({ text }));
}

export function union<T>(list: readonly T[]): T[] {
  return [...list];
}

export function count<T>(list: readonly T[]): T[] {
  return list.slice(0, 1);
}
