/**
 * Files and directories of the machine: the one module of the runtime and the standard library that imports `node:fs`.
 * Whoever puts another machine under a program (`sluice sim`) puts it here.
 */

export {
  type BigIntStats,
  closeSync,
  constants,
  type Dirent,
  existsSync,
  type FSWatcher,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  watch,
  writeSync,
} from "node:fs";
export {
  access,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  unlink,
  writeFile,
} from "node:fs/promises";
