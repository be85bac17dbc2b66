import type { Library } from "./library.ts";
import type { Findings } from "./read/findings.ts";
import type { Property } from "./read/properties.ts";
import type { Params } from "./references.ts";
import type { Topics } from "./topic-declarations.ts";

/** What all parts of an import share. */
export interface ImportContext {
  readonly stdlib: Library;
  readonly findings: Findings;
  readonly params: Params;
  readonly topics: Topics;
  /** The home directory that Flume runs in. */
  readonly home: string;
  /** Whether Flume's defaults are left out. */
  readonly modern: boolean;
  /** That of whoever imports. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** All properties by their keys, for values that refer to others. */
  readonly properties: ReadonlyMap<string, Property>;
}
