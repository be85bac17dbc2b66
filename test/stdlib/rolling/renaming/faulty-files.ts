import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Content, type FileState, StoreError } from "../../../../stdlib/support/rolling/file-store.ts";
import type { FileSystem } from "../../../../stdlib/support/rolling/renaming/file-system.ts";
import { localFileSystem } from "../../../../stdlib/support/rolling/renaming/local-file-system.ts";

export type Operation = "create" | "append" | "truncate" | "rename" | "remove";

/** What the next call of an operation does instead of working. */
export interface Fault {
  readonly operation: Operation;
  /** Calls of the operation that still work before. */
  readonly after?: number;
  /** What the file system knows of the outcome. */
  readonly state: FileState;
  /** Part of the bytes that are written all the same: 0.5 is half of them. */
  readonly written?: number;
}

/** This machine's files, real ones, that fail when told to: as a full disk or a lost connection would make them. */
export interface FaultyFiles extends FileSystem {
  failNext(...faults: readonly Fault[]): void;
}

export function faultyFiles(): FaultyFiles {
  let planned: (Fault & { after: number })[] = [];

  const fails = (operation: Operation): Fault | null => {
    const fault = planned.find((one) => one.operation === operation);
    if (fault === undefined) return null;
    fault.after -= 1;
    if (fault.after >= 0) return null;
    planned = planned.filter((one) => one !== fault);
    return fault;
  };
  const failure = (path: string, { operation, state }: Fault) => new StoreError(`${path}: ${operation} failed`, state);

  return {
    ...localFileSystem,
    failNext(...faults) {
      planned.push(...faults.map((fault) => ({ after: 0, ...fault })));
    },
    async create(path, content) {
      const fault = fails("create");
      if (fault === null) return localFileSystem.create(path, content);
      if (fault.written !== undefined) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, await bytesOf(content, fault.written), { flag: "wx" });
      }
      throw failure(path, fault);
    },
    async append(path, length, content) {
      const fault = fails("append");
      if (fault === null) return localFileSystem.append(path, length, content);
      appendFileSync(path, await bytesOf(content, fault.written ?? 0));
      throw failure(path, fault);
    },
    async truncate(path, length) {
      const fault = fails("truncate");
      if (fault === null) return localFileSystem.truncate(path, length);
      if (fault.written !== undefined) truncateSync(path, length);
      throw failure(path, fault);
    },
    async rename(from, to) {
      const fault = fails("rename");
      if (fault !== null) throw failure(from, fault);
      return localFileSystem.rename(from, to);
    },
    async remove(path) {
      const fault = fails("remove");
      if (fault !== null) throw failure(path, fault);
      return localFileSystem.remove(path);
    },
  };
}

async function bytesOf(content: Content, share: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const piece of content.pieces()) bytes = Buffer.concat([bytes, piece]);
  return bytes.subarray(0, bytes.length * share);
}
