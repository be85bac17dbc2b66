import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { messageOf } from "../../runtime/message-of.ts";

/** Files of one directory, by their names. */
export interface FilePattern {
  readonly directory: string;
  matches(name: string): boolean;
}

/** Marks a last part that is a regular expression: only behind a slash, so that it can be part of no other name. */
const REGEX_MARK = "/re:";

/** Reads `/var/log/*.log` or `/var/log/re:access\.log(\.\d+)?`. Throws an Error for what is no pattern. */
export function filePattern(text: string): FilePattern {
  const mark = text.indexOf(REGEX_MARK);
  const path = mark === -1 ? text : text.slice(0, mark + 1);
  const directory = resolve(mark === -1 ? dirname(path) : path);
  const source = mark === -1 ? globSource(basename(path)) : text.slice(mark + REGEX_MARK.length);
  try {
    const regex = new RegExp(`^(?:${source})$`);
    return { directory, matches: (name) => regex.test(name) };
  } catch (error) {
    throw new Error(`"${text}" is no pattern of files: ${messageOf(error)}`, { cause: error });
  }
}

/** Absolute paths of the files that match, each once. Directories that are missing at the moment have none. */
export async function matchingFiles(patterns: readonly FilePattern[]): Promise<string[]> {
  const paths = new Set<string>();
  for (const { directory, matches } of patterns) {
    for (const entry of await entriesOf(directory)) {
      if (!entry.isDirectory() && matches(entry.name)) paths.add(join(directory, entry.name));
    }
  }
  return [...paths];
}

async function entriesOf(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** A glob as a regular expression: `*`, `?`, `[a-z]`, `[!a-z]` and `{a,b}`; everything else stands for itself. */
function globSource(glob: string): string {
  let source = "";
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at]!;
    const set = character === "[" ? /^\[(!?)([^\]]+)\]/.exec(glob.slice(at)) : null;
    const choice = character === "{" ? /^\{([^{}]*)\}/.exec(glob.slice(at)) : null;
    if (set !== null) {
      source += `[${set[1] === "!" ? "^" : ""}${set[2]!.replace(/[\\^]/g, "\\$&")}]`;
      at += set[0].length - 1;
    } else if (choice !== null) {
      source += `(?:${choice[1]!.split(",").map(globSource).join("|")})`;
      at += choice[0].length - 1;
    } else if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else source += character.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  }
  return source;
}
