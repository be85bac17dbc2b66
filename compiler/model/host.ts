/**
 * How the compiler sees files. The command line and the editor have one over the disk (the editor's lays unsaved
 * texts over it), the tests one in memory; no stage of the compiler touches a disk itself.
 */
export interface Host {
  /** Text of the file, or null when there is none or it cannot be read. Paths are absolute, with `/`. */
  read(path: string): string | null;
  /** The `.flow` files of the standard library: absolute paths, in a fixed order. */
  readonly stdlib: readonly string[];
}
