import type { Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { type FileHandle, open } from "../../runtime/system/files.ts";
import { whyNot } from "../support/why-not.ts";

/** The file at `path`, to be read. Rejects with a ComponentError that says what is in the way. */
export async function openFile(path: string, declared: Declared): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    throw new ComponentError(declared, whyNot(error, { verb: "read", kind: "file", name: path }), { cause: error });
  }
  if ((await file.stat()).isDirectory()) {
    await file.close();
    throw new ComponentError(declared, `${path} is a directory; a file is needed`);
  }
  return file;
}
