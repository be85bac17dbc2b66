import type { HeaderEntry, Headers } from "../contract/event.ts";

/** What a reader of a topic sets itself on each event: where it came from. On the way out they stay behind. */
export const READER_HEADERS: ReadonlySet<string> = new Set(["topic", "partition", "offset", "timestamp", "key"]);

/** `headers` with `more`, which replace those of the same name. */
export function withHeaders(headers: Headers, more: Iterable<readonly [string, string]>): Headers {
  const all = new Map(headers);
  for (const [name, value] of more) all.set(name, value);
  return withOriginal(all, headers.original);
}

/** `headers` without those that `isRemoved` names; the same map when there is none. */
export function withoutHeaders(headers: Headers, isRemoved: (name: string) => boolean): Headers {
  const original = headers.original?.filter(([name]) => !isRemoved(name));
  const kept = [...headers].filter(([name]) => !isRemoved(name));
  if (kept.length === headers.size && original?.length === headers.original?.length) return headers;
  return withOriginal(new Map(kept), original);
}

/** `headers` with what their map cannot hold, if there is any. */
export function withOriginal(
  headers: ReadonlyMap<string, string>,
  original: readonly HeaderEntry[] | undefined,
): Headers {
  return original === undefined || original.length === 0 ? headers : Object.assign(headers, { original });
}

/** `entries` when a map would not hold them as they are, else undefined. */
export function originalOf(entries: readonly HeaderEntry[]): readonly HeaderEntry[] | undefined {
  for (let index = 0; index < entries.length; index++) {
    const [name, value] = entries[index]!;
    if (value === null || READER_HEADERS.has(name)) return entries;
    for (let other = 0; other < index; other++) if (entries[other]![0] === name) return entries;
  }
  return undefined;
}

/**
 * What a record of a topic gets of `headers`: all but those that a reader has set, the original ones as they were and
 * where they were, as long as nobody has given them another value.
 */
export function recordHeaders(headers: Headers): readonly HeaderEntry[] {
  const { original } = headers;
  const own = [...headers].filter(([name]) => !READER_HEADERS.has(name));
  if (original === undefined) return own;
  const last = new Map(original.filter(([, value]) => value !== null));
  const written = new Set<string>();
  const entries: HeaderEntry[] = [];
  for (const [name, value] of original) {
    const now = READER_HEADERS.has(name) ? last.get(name) : headers.get(name);
    if (now === last.get(name)) entries.push([name, value]);
    else if (now !== undefined && !written.has(name)) entries.push([name, now]);
    written.add(name);
  }
  return [...entries, ...own.filter(([name]) => !written.has(name))];
}
