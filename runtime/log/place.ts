import { SourceMap } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readFileSync } from "../system/files.ts";

/**
 * Where in a `.flow` file an error comes from, `access.flow:21:11`, or null when no frame of it does. Reads the
 * source maps itself where Node did not: it maps only what was loaded after source maps were switched on, and a
 * built program is loaded before its first line can do that.
 */
export function placeOf(error: unknown): string | null {
  if (error instanceof Error && "place" in error && typeof error.place === "string" && error.place !== "") {
    return error.place;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  if (stack === undefined) return null;
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  for (const frame of frames) {
    const place = flowPlace(frame) ?? mappedPlace(frame);
    if (place !== null) return place;
  }
  return null;
}

function flowPlace(frame: string): string | null {
  const found = /([^\s()\\/]+\.flow):(\d+):(\d+)\)?$/.exec(frame);
  return found === null ? null : `${decode(found[1]!)}:${found[2]}:${found[3]}`;
}

function mappedPlace(frame: string): string | null {
  const found = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/.exec(frame);
  if (found === null) return null;
  const map = sourceMapOf(found[1]!);
  if (map === null) return null;
  const entry = map.findEntry(Number(found[2]) - 1, Number(found[3]) - 1);
  if (!("originalSource" in entry) || !entry.originalSource.endsWith(".flow")) return null;
  return `${decode(basename(entry.originalSource))}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

// A memo: an element that fails may do so thousands of times a second, and a built program's map is large.
const sourceMaps = new Map<string, SourceMap | null>();

function sourceMapOf(frameFile: string): SourceMap | null {
  let map = sourceMaps.get(frameFile);
  if (map === undefined) {
    map = readSourceMap(frameFile);
    sourceMaps.set(frameFile, map);
  }
  return map;
}

/** Null for a file without a map, and for one that cannot be read: a place is worth having, not worth failing for. */
function readSourceMap(frameFile: string): SourceMap | null {
  try {
    const file = frameFile.startsWith("file:") ? fileURLToPath(frameFile) : frameFile;
    const text = readFileSync(file, "utf8");
    const url = [...text.matchAll(/^\/\/# sourceMappingURL=(\S+)\s*$/gm)].at(-1)?.[1];
    if (url === undefined) return null;
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1];
    const json =
      inline === undefined
        ? readFileSync(resolve(dirname(file), decode(url)), "utf8")
        : Buffer.from(inline, "base64").toString("utf8");
    return new SourceMap(JSON.parse(json));
  } catch {
    return null;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
