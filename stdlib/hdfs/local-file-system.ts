import { constants } from "node:fs";
import {
  access,
  type FileHandle,
  link,
  open,
  readdir,
  rename as replace,
  stat,
  truncate,
  unlink,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeDirectory } from "../../runtime/make-directory.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { type Content, type FileSystem, FileSystemError, type Listed, NameTakenError } from "./file-system.ts";

/** Before the umask: readable by everyone, as files and directories of HDFS are. */
const FILE_MODE = 0o644;
const DIRECTORY_MODE = 0o755;

/**
 * The file system of this machine. No file stays open between two calls: their number is not bounded by the system's
 * limit, and one that was moved or removed meanwhile is noticed instead of being written into nowhere. What is written
 * is on the disk (fdatasync) when `create` and `append` resolve.
 */
export const localFileSystem: FileSystem = {
  name: "",

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
      return using(file, () => writeAll(file, content, 0));
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
      const { size } = await stat(path);
      if (size > length) await truncate(path, length);
    });
  },

  rename(from, to) {
    return proven(from, async () => {
      if (from === to) return;
      try {
        // Unlike rename(2), link(2) does not replace what is there.
        await link(from, to);
      } catch (error) {
        if (codeOf(error) === "EEXIST" && !(await isSameFile(from, to))) throw new NameTakenError(to);
        // File systems without hard links, such as FAT.
        if (["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(codeOf(error))) return renameUnlinked(from, to);
        if (codeOf(error) !== "EEXIST") throw error;
      }
      await unlink(from);
    });
  },

  remove(path) {
    return proven(path, async () => {
      await orNull(unlink(path));
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

/** Null when the name is taken. */
async function openNew(path: string): Promise<FileHandle | null> {
  for (let madeDirectory = false; ; madeDirectory = true) {
    try {
      return await open(path, "wx", FILE_MODE);
    } catch (error) {
      if (codeOf(error) === "EEXIST") return null;
      if (codeOf(error) !== "ENOENT" || madeDirectory) throw error;
      await makeDirectory(dirname(path), DIRECTORY_MODE);
    }
  }
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

function foreignWriter(path: string, expected: number, found: number): FileSystemError {
  const why = `${path} is ${found} bytes long, not the ${expected} written so far: something else writes to it`;
  return new FileSystemError(why, "foreign");
}

async function orNull<T>(outcome: Promise<T>): Promise<T | null> {
  try {
    return await outcome;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Node's messages often name the path, but do not say whether something was changed. */
async function proven<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof FileSystemError) throw error;
    const message = messageOf(error).includes(path) ? messageOf(error) : `${path}: ${messageOf(error)}`;
    throw new FileSystemError(message, codeOf(error) === "ENOENT" ? "foreign" : "unknown", { cause: error });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
