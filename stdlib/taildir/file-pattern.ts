import { basename, join, resolve, sep } from "node:path";
import { messageOf } from "../../runtime/contract/message-of.ts";

/** Whether a folder's name fits a part of a pattern; `**` stands for folders of any depth, none included. */
export type FolderPart = "**" | ((name: string) => boolean);

/** Files by their names, in one folder or in a tree of them. */
export interface FilePattern {
  /** Absolute path of the folder from which on parts of the pattern have wildcards. */
  readonly base: string;
  /** The folders below it, down to the files. */
  readonly folders: readonly FolderPart[];
  /** Whether a file in such a folder is meant. */
  matches(name: string): boolean;
}

/** Marks a last part that is a regular expression: only behind a slash, so that it can be part of no other name. */
const REGEX_MARK = "/re:";

/** Reads `/var/log/*.log`, `/srv/**\/*.log` or `/var/log/re:access\.log(\.\d+)?`. Throws an Error for what is no pattern. */
export function filePattern(text: string): FilePattern {
  const mark = text.indexOf(REGEX_MARK);
  const path = mark === -1 ? text : text.slice(0, mark + 1);
  const source = mark === -1 ? globSource(basename(path)) : text.slice(mark + REGEX_MARK.length);
  const parts = resolve(mark === -1 ? join(path, "..") : path).split(sep);
  const firstWild = parts.findIndex((part) => /[*?[{]/.test(part));
  const fixed = firstWild === -1 ? parts.length : firstWild;
  try {
    return {
      base: parts.slice(0, fixed).join(sep) || sep,
      folders: parts.slice(fixed).map((part) => (part === "**" ? part : matcher(globSource(part)))),
      matches: mark === -1 ? matcher(source) : matcher(source, ""),
    };
  } catch (error) {
    throw new Error(`"${text}" is not a valid file pattern: ${messageOf(error)}`, { cause: error });
  }
}

/** Whether the pattern means the file at an absolute path. */
export function isPathOf({ base, folders, matches }: FilePattern, path: string): boolean {
  const parts = path.split(sep);
  const fixed = base === sep ? [""] : base.split(sep);
  if (!fixed.every((part, index) => part === parts[index]) || !matches(parts.at(-1) ?? "")) return false;
  return fits(folders, parts.slice(fixed.length, -1));
}

function fits([first, ...rest]: readonly FolderPart[], names: readonly string[]): boolean {
  if (first === undefined) return names.length === 0;
  if (first !== "**") return names[0] !== undefined && first(names[0]) && fits(rest, names.slice(1));
  return names.some((_, index) => fits(rest, names.slice(index))) || fits(rest, []);
}

/** `flags` lets a glob's wildcards stand for line breaks, too; a regular expression has its own point of view of these. */
function matcher(source: string, flags = "s"): (name: string) => boolean {
  const regex = new RegExp(`^(?:${source})$`, flags);
  return (name) => regex.test(name);
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
