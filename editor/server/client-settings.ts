import type { ClientCapabilities } from "vscode-languageserver/node";
import type { InlayHintKinds } from "./hints/inlay-hints.ts";

/** What an editor can do, and what it wants: from the `initialize` request. */
export interface ClientSettings {
  /** Completions may have places to fill in. */
  readonly snippets: boolean;
  readonly inlayHints: InlayHintKinds;
  /** It has the commands `sluice.run`, `sluice.test` and `sluice.graph`, each with the file's URI and a name. */
  readonly commands: boolean;
}

/** `options` are the editor's own: `{ "inlayHints": { "types": false }, "commands": true }`. What is not said is on, but commands. */
export function readSettings(capabilities: ClientCapabilities, options: unknown): ClientSettings {
  const { inlayHints, commands } = fieldsOf(options);
  const { types, guarantees } = fieldsOf(inlayHints);
  return {
    snippets: capabilities.textDocument?.completion?.completionItem?.snippetSupport ?? false,
    inlayHints: { types: types !== false, guarantees: guarantees !== false },
    commands: commands === true,
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
