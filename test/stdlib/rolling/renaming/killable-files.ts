import { StoreError } from "../../../../stdlib/support/rolling/file-store.ts";
import type { FileSystem } from "../../../../stdlib/support/rolling/renaming/file-system.ts";
import type { Operation } from "./faulty-files.ts";

/** The files of a process that can be killed: from then on none of its calls does anything, or ends. */
export interface KillableFiles extends FileSystem {
  /** Kills it at a call of the operation, so many of which still work before; `isDone` does what the call is about first. */
  killAt(operation: Operation, after: number, isDone: boolean): void;
  /** Resolves when it is killed, and what was under way at that moment is over. */
  readonly killed: Promise<void>;
  /** What hangs fails, so that what is still open can be closed. */
  bury(): void;
}

const OPERATIONS = ["create", "append", "truncate", "rename", "remove"] as const;

export function killableFiles(files: FileSystem): KillableFiles {
  let isKilled = false;
  let planned: { readonly operation: Operation; left: number; readonly isDone: boolean } | null = null;
  const underWay = new Set<Promise<unknown>>();
  let bury = (): void => {};
  const buried = new Promise<never>((_, reject) => {
    bury = () => reject(new StoreError("killed", "foreign"));
  });
  buried.catch(() => {});
  let tell = (): void => {};
  const killed = new Promise<void>((resolve) => {
    tell = resolve;
  });

  async function call<T>(operation: Operation | null, work: () => Promise<T>): Promise<T> {
    const isHit = planned?.operation === operation && planned !== null && planned.left-- === 0;
    const does = !isKilled && (!isHit || planned!.isDone);
    isKilled ||= isHit;
    if (does) {
      const working = work();
      underWay.add(working);
      await working.catch(() => {});
      underWay.delete(working);
      if (!isKilled) return working;
    }
    if (isKilled) void Promise.allSettled([...underWay]).then(() => tell());
    return buried;
  }

  const guarded = Object.fromEntries(
    OPERATIONS.map((operation) => {
      const work = files[operation].bind(files) as (...args: readonly unknown[]) => Promise<unknown>;
      return [operation, (...args: readonly unknown[]) => call(operation, () => work(...args))];
    }),
  ) as unknown as Pick<FileSystem, (typeof OPERATIONS)[number]>;
  return {
    ...files,
    ...guarded,
    lengthOf: (path) => call(null, () => files.lengthOf(path)),
    killAt(operation, after, isDone) {
      planned = { operation, left: after, isDone };
    },
    killed,
    bury: () => bury(),
  };
}
