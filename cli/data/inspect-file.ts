import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { matchesChecksum } from "../../runtime/log-store/checksum.ts";
import { positionsOf, topicMetaOf, topicMetaText } from "../../runtime/topic/topic-files.ts";
import { type Inspection, whole } from "./inspection.ts";

/** What a file of this name, below a directory of that name, is read by. */
const formats: readonly {
  readonly of: RegExp;
  readonly inspect: (path: string, text: string) => Inspection | Promise<Inspection>;
}[] = [
  { of: /\/topics\/[^/]+\/topic\.json$/, inspect: inspectTopic },
  { of: /\/groups\/[^/]+\.json$/, inspect: (path, text) => inspectJson(path, text, positionsOf, GROUP) },
  { of: /\/sources\/[^/]+\/[^/]+\.json$/, inspect: (path, text) => inspectJson(path, text, ensureParses, SOURCE) },
  { of: /\/sink\/[^/]+\/[^/]+\.jsonl$/, inspect: inspectLines },
  { of: /(?:\/|\.)lock$/, inspect: inspectLock },
];

const GROUP =
  "how far the group has read; it begins where its program says that readers begin, and records are replayed";
const SOURCE = "how far the source has read; it reads from the beginning, and events are replayed";

/** Looks into one file of a data directory; nothing is known of others. */
export async function inspectFile(path: string): Promise<Inspection> {
  const format = formats.find(({ of }) => of.test(path));
  return format === undefined ? whole : format.inspect(path, readFileSync(path, "utf8"));
}

function inspectJson(
  path: string,
  text: string,
  read: (path: string, text: string) => unknown,
  what: string,
): Inspection {
  return isReadable(path, text, read) ? whole : gone(path, text, what);
}

/** A topic has as many partitions as folders, unless it has lost some. Its identity may still be legible. */
async function inspectTopic(path: string, text: string): Promise<Inspection> {
  if (isReadable(path, text, topicMetaOf)) return whole;
  const folders = (await readdir(dirname(path))).filter((name) => /^\d+$/.test(name)).map(Number);
  const partitions = Math.max(0, ...folders) + 1;
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0];
  const meta = { format: 1 as const, partitions, ...(id === undefined ? {} : { id }) };
  const name = basename(dirname(path));
  const what = `what is known of topic ${name}; by its folders it has ${partitions} partition${partitions === 1 ? "" : "s"}`;
  const { damage } = gone(path, text, what);
  return { damage, mended: new Map([[path, Buffer.from(topicMetaText(meta))]]) };
}

/** Lines of JSON; the last one may be half of one, which a crash has left. */
function inspectLines(path: string, text: string): Inspection {
  const damage = [];
  const kept: string[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const to = at + Buffer.byteLength(line);
    if (isReadable(path, line, ensureParses)) kept.push(`${line}\n`);
    else if (line !== "") {
      const isHarmless = to >= Buffer.byteLength(text);
      const what = isHarmless ? "half of a note, which a crash has left" : "a note about a file that was being written";
      damage.push({ path, from: at, to, what, isHarmless });
    }
    at = to + 1;
  }
  return damage.length === 0 ? whole : { damage, mended: new Map([[path, Buffer.from(kept.join(""))]]) };
}

function inspectLock(path: string, text: string): Inspection {
  if (isReadable(path, text, ensureParses)) return whole;
  const { damage, mended } = gone(path, text, "who has the directory in use; the next start takes it over");
  return { damage: damage.map((one) => ({ ...one, isHarmless: true })), mended };
}

function gone(path: string, text: string, what: string): Inspection {
  const damage = [{ path, from: 0, to: Buffer.byteLength(text), what, isHarmless: false }];
  return { damage, mended: new Map([[path, null]]) };
}

function isReadable(path: string, text: string, read: (path: string, text: string) => unknown): boolean {
  try {
    read(path, text);
    return true;
  } catch {
    return false;
  }
}

function ensureParses(_path: string, text: string): void {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new Error("neither an object nor a list");
  if (!matchesChecksum(value as Record<string, unknown>)) throw new Error("not what was written");
}
