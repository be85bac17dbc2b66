import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { Loaded } from "../../1-resolve/load.ts";
import type { Extern } from "../../model/checked.ts";
import type { CheckContext } from "../context/context.ts";

/** Everything that checking a program file by file has found out. */
export interface Pass {
  readonly loaded: Loaded;
  readonly context: CheckContext;
  /** What is wrong in its files, without what loading and imports have said. */
  readonly found: readonly Diagnostic[];
  readonly externs: readonly Extern[];
}
