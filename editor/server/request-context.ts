import type { ClientSettings } from "./client-settings.ts";
import type { Files } from "./to-lsp.ts";
import type { Workspace } from "./workspace.ts";

/** What requests are answered from. */
export interface RequestContext {
  readonly workspace: Workspace;
  readonly files: Files;
  /** What the editor has said of itself. */
  settings(): ClientSettings;
  log(message: string): void;
}
