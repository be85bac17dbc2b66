import { dirname, join } from "node:path";
import { messageOf } from "../../../../runtime/contract/message-of.ts";
import { errnoOf } from "../../../../runtime/system/errno.ts";
import {
  access,
  constants,
  type FileHandle,
  link,
  open,
  readdir,
  rename as replace,
  stat,
  unlink,
} from "../../../../runtime/system/files.ts";
import { makeDirectory } from "../../../../runtime/system/make-directory.ts";
import { syncDirectory } from "../../../../runtime/system/replace-file.ts";
import { type Content, NameRefusedError, NameTakenError, StoreError } from "../file-store.ts";
import type { FileSystem, Listed } from "./file-system.ts";

/** Before the umask: readable by everyone, as files and directories of HDFS are. */
const FILE_MODE = 0o644;
const DIRECTORY_MODE = 0o755;

/**
 * The file system of this machine. No file stays open between two calls: their number is not bounded by the system's
 * limit, and one that was moved or removed meanwhile is noticed instead of being written into nowhere. What is written
 * is on the disk (fdatasync, and for a new file its name) when `create` and `append` resolve.
 */
export const localFileSystem: FileSystem = {
  name: "",
  leavesGaps: true,

  prepare(directory) {
    return proven(directory, async () => {
      await makeDirectory(directory, DIRECTORY_MODE);
      if (!(await stat(directory)).isDirectory()) throw new Error(`${directory} is not a directory`);
      await access(directory, constants.W_OK | constants.X_OK);
    });
  },

  create(path, content) {
    return proven(path, async () => {
      const file = await openNew(path);
      if (file === null) throw new NameTakenError(path);
      const length = await using(file, () => writeAll(file, content, 0));
      await syncDirectory(dirname(path));
      return length;
    });
  },

  append(path, length, content) {
    return proven(path, async () => {
      const file = await open(path, "r+");
      return using(file, async () => {
        const { size } = await file.stat();
        if (size !== length) throw foreignWriter(path, length, size);
        return writeAll(file, content, length);
      });
    });
  },

  lengthOf(path) {
    return proven(path, async () => (await orNull(stat(path)))?.size ?? null);
  },

  read(path, offset, length) {
    return proven(path, async () => {
      const file = await open(path, "r");
      const buffer = Buffer.alloc(length);
      let filled = 0;
      await using(file, async () => {
        while (filled < length) {
          const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
      });
      return buffer.subarray(0, filled);
    });
  },

  truncate(path, length) {
    return proven(path, async () => {
      const file = await open(path, "r+");
      await using(file, async () => {
        const { size } = await file.stat();
        if (size > length) await file.truncate(length);
        // What a killed process wrote last may not be on the disk yet.
        await file.datasync();
      });
    });
  },

  rename(from, to) {
    return proven(from, async () => {
      if (from === to) return;
      try {
        // Unlike rename(2), link(2) does not replace what is there.
        await link(from, to);
      } catch (error) {
        if (errnoOf(error) === "EEXIST" && !(await isSameFile(from, to))) throw new NameTakenError(to);
        // File systems without hard links, such as FAT.
        if (["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(errnoOf(error))) return renameUnlinked(from, to);
        // Perhaps taken away by an earlier try, which could not make that safe: it must not come back.
        if (errnoOf(error) === "ENOENT") await orNull(syncDirectory(dirname(from)));
        if (errnoOf(error) !== "EEXIST") throw error;
      }
      // The new name before the old one goes: a power failure must leave one of them.
      await syncDirectory(dirname(to));
      await unlink(from);
      // A name that comes back would be taken for a file that a copy of the program has left.
      await syncDirectory(dirname(from));
    });
  },

  remove(path) {
    return proven(path, async () => {
      await orNull(unlink(path));
      // Otherwise a power failure may bring it back, when nobody remembers that it has to go.
      await orNull(syncDirectory(dirname(path)));
    });
  },

  list(directory) {
    return proven(directory, async () => {
      const names = (await orNull(readdir(directory))) ?? [];
      const found: Listed[] = [];
      for (const name of names) {
        // One may have been removed meanwhile.
        const status = await orNull(stat(join(directory, name)));
        if (status !== null) found.push({ name, isDirectory: status.isDirectory(), modified: status.mtimeMs });
      }
      return found;
    });
  },

  close() {},
};

/** By these the system says that a path is wrong as it is. */
const NO_NAMES = ["ENAMETOOLONG", "ENOTDIR", "ELOOP", "EILSEQ", "EINVAL"];

/** Null when the name is taken. */
async function openNew(path: string): Promise<FileHandle | null> {
  for (let madeDirectory = false; ; madeDirectory = true) {
    let file: FileHandle | null = null;
    try {
      file = await open(path, "wx", FILE_MODE);
    } catch (error) {
      if (errnoOf(error) === "EEXIST") return null;
      if (errnoOf(error) !== "ENOENT" || madeDirectory) throw openError(path, error);
    }
    try {
      // Also where it is there: whoever made it may have died before its name was safe.
      if (!madeDirectory) await makeDirectory(dirname(path), DIRECTORY_MODE);
    } catch (error) {
      await file?.close();
      throw file === null ? openError(path, error) : error;
    }
    if (file !== null) return file;
  }
}

function openError(path: string, error: unknown): unknown {
  // The message names the path behind a comma.
  const [why = ""] = messageOf(error).split(",");
  return NO_NAMES.includes(errnoOf(error)) ? new NameRefusedError(path, why, { cause: error }) : error;
}

/** Resolves to how many bytes the content has. */
async function writeAll(file: FileHandle, content: Content, start: number): Promise<number> {
  let position = start;
  for await (const piece of content.pieces()) {
    for (let done = 0; done < piece.length; ) {
      const { bytesWritten } = await file.write(piece, done, piece.length - done, position);
      done += bytesWritten;
      position += bytesWritten;
    }
  }
  await file.datasync();
  return position - start;
}

async function using<T>(file: FileHandle, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    await file.close();
  }
}

async function renameUnlinked(from: string, to: string): Promise<void> {
  if ((await orNull(stat(to))) !== null) throw new NameTakenError(to);
  await replace(from, to);
}

/** A crash may have come between link and unlink: the file then has both names. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([orNull(stat(one)), orNull(stat(other))]);
  return first !== null && second !== null && first.ino === second.ino && first.dev === second.dev;
}

function foreignWriter(path: string, expected: number, found: number): StoreError {
  const why = `${path} is ${found} bytes long, not the ${expected} written so far: something else writes to it`;
  return new StoreError(why, "foreign");
}

/** Null where there is nothing at a path, or can be nothing. */
async function orNull<T>(outcome: Promise<T>): Promise<T | null> {
  try {
    return await outcome;
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(errnoOf(error))) return null;
    throw error;
  }
}

/** Node's messages often name the path, but do not say whether something was changed. */
async function proven<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const message = messageOf(error).includes(path) ? messageOf(error) : `${path}: ${messageOf(error)}`;
    throw new StoreError(message, errnoOf(error) === "ENOENT" ? "foreign" : "unknown", { cause: error });
  }
}
