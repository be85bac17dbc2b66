// Generated from search-replace.flow by `npm run generate`.

/** Replaces every match of a pattern in the body. `$1` or `$<name>` in the replacement stand for a group, `$$` for a `$`. */
export interface SearchReplaceOptions {
  /** What to look for. */
  readonly searchPattern: RegExp;
  /** What to put in its place. */
  readonly replaceString?: string;
}

export const searchReplaceDefaults = {
  replaceString: "",
} as const;
