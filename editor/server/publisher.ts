/**
 * Decides when a file is looked at again, and sends what changed. While someone types it waits; what was changed
 * together is sent together; and nothing is sent of a text that has changed meanwhile. What users' TypeScript adds comes
 * with the rest where it is known soon, else behind it.
 */
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { createPublished } from "./published.ts";
import type { Workspace } from "./workspace.ts";

/** What a publisher works with, and how it tells the editor. */
export interface PublisherOptions {
  readonly workspace: Workspace;
  /** All that the editor is to show of a file from now on. */
  send(file: string, diagnostics: readonly Diagnostic[]): void;
  log(message: string): void;
  /** How long nothing must have changed before the files are looked at, in ms. */
  readonly quietMs: number;
}

/** Checks open files some time after they change, and tells the editor what was found. */
export interface Publisher {
  /** The file has another text: it and the open files that import it are looked at soon. */
  changed(path: string): void;
  /** The file is not open any more. */
  closed(path: string): void;
}

/** How long the rest is held back for what TypeScript says, so that it does not come and go while one types. */
const PATIENCE_MS = 150;

/** A publisher that has told the editor nothing yet. */
export function createPublisher({ workspace, send, log, quietMs }: PublisherOptions): Publisher {
  const published = createPublished();
  const waiting = new Set<string>();
  const unasked = new Set<string>();
  let asking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let changes = 0;

  const changed = (path: string): void => {
    changes++;
    for (const own of workspace.dependents(path)) waiting.add(own);
    clearTimeout(timer);
    timer = setTimeout(() => {
      publish().catch((error: unknown) => log(`diagnostics: ${error instanceof Error ? error.stack : String(error)}`));
    }, quietMs);
  };

  const publish = async (): Promise<void> => {
    const seen = changes;
    for (const path of waiting) {
      diagnosticsOf(path);
      // An analysis takes a while. Let in what the editor has sent meanwhile: a read, then a message.
      await nextTurn();
      await nextTurn();
      if (changes !== seen) return;
    }
    for (const path of waiting) unasked.add(path);
    asking ??= askModules().finally(() => {
      asking = null;
    });
    await Promise.race([asking, pause(PATIENCE_MS, undefined, { ref: false })]);
    if (changes !== seen) return;
    const entries = [...waiting];
    waiting.clear();
    sendNewsOf(entries);
  };

  /** One after the other, as each may take a second; what is asked again meanwhile is asked for its last text only. */
  const askModules = async (): Promise<void> => {
    for (const path of unasked) {
      unasked.delete(path);
      try {
        const before = workspace.analysis(path);
        const whole = await workspace.withModules(path);
        if (whole !== before && !waiting.has(path) && workspace.open.includes(path)) sendNewsOf([path]);
      } catch (error) {
        log(`modules of ${path}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  };

  const sendNewsOf = (entries: readonly string[]): void => {
    const news = new Map(entries.flatMap((entry) => [...published.update(entry, diagnosticsOf(entry))]));
    for (const [file, diagnostics] of news) send(file, diagnostics);
  };

  /** A file that the compiler stumbles over must not hide what it says of the others. */
  const diagnosticsOf = (path: string): readonly Diagnostic[] => {
    try {
      return workspace.analysis(path).diagnostics;
    } catch (error) {
      log(`diagnostics of ${path}: ${error instanceof Error ? error.stack : String(error)}`);
      return [];
    }
  };

  return {
    changed,
    closed(path) {
      waiting.delete(path);
      unasked.delete(path);
      for (const [file, diagnostics] of published.forget(path)) send(file, diagnostics);
      changed(path);
    },
  };
}
