import { readdirSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { Host } from "../compiler/model/host.ts";
import { packageRoot } from "./package-root.ts";
import { readRegularFile } from "./regular-file.ts";

/** Files as they are on the disk now, and the standard library of this installation. */
export function diskHost(): Host {
  let stdlib: readonly string[] | null = null;
  return {
    read(path) {
      return readRegularFile(path)?.toString("utf8") ?? null;
    },
    get stdlib() {
      stdlib ??= findFlowFiles(join(packageRoot(), "stdlib"));
      return stdlib;
    },
  };
}

/** `host`, but that the file at `path` reads as `text`, whether it is there or not. */
export function hostWithFile(host: Host, path: string, text: string): Host {
  return {
    read: (asked) => (asked === path ? text : host.read(asked)),
    get stdlib() {
      return host.stdlib;
    },
  };
}

/** A host that also remembers what it gave for each path that was asked for: null where there was no file. */
export interface RecordingHost extends Host {
  readonly texts: ReadonlyMap<string, string | null>;
}

/** `host`, with every text that it gave kept by path; null for files that were not there. */
export function recordingHost(host: Host): RecordingHost {
  const texts = new Map<string, string | null>();
  return {
    texts,
    read(path) {
      const text = host.read(path);
      texts.set(path, text);
      return text;
    },
    get stdlib() {
      return host.stdlib;
    },
  };
}

/** What a recording host read of the program itself, and not of the packages and the runtime that it uses. */
export function withoutLibraries(texts: RecordingHost["texts"]): RecordingHost["texts"] {
  const runtime = [join(packageRoot(), "dist"), join(packageRoot(), "runtime")].map((folder) => `${hostPath(folder)}/`);
  const isLibrary = (path: string) => path.includes("/node_modules/") || runtime.some((one) => path.startsWith(one));
  return new Map([...texts].filter(([path]) => !isLibrary(path)));
}

/** The path as a host wants it: absolute, with `/`. */
export function hostPath(path: string): string {
  return resolve(path).replaceAll(sep, "/");
}

function findFlowFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".flow"))
    .map((name) => join(folder, name).replaceAll(sep, "/"))
    .sort();
}
