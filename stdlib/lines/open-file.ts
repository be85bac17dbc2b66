import { type FileHandle, open } from "node:fs/promises";
import { ComponentError, type Declared } from "../../runtime/component.ts";
import { messageOf } from "../../runtime/message-of.ts";

/** The file at `path`, to be read. Rejects with a ComponentError that says what is in the way. */
export async function openFile(path: string, declared: Declared): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    throw new ComponentError(declared, reasonOf(error, path), { cause: error });
  }
  if ((await file.stat()).isDirectory()) {
    await file.close();
    throw new ComponentError(declared, `${path} is a directory; a file is needed`);
  }
  return file;
}

function reasonOf(error: unknown, path: string): string {
  switch (error instanceof Error && "code" in error ? error.code : "") {
    case "ENOENT":
      return `there is no file ${path}`;
    case "EACCES":
      return `there is no permission to read ${path}`;
    default:
      return `cannot read ${path}: ${messageOf(error)}`;
  }
}
