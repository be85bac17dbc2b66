import { sep } from "node:path";
import { messageOf } from "../contract/message-of.ts";
import { errnoOf } from "../system/errno.ts";

/** What the system answers when a directory cannot be written, or is not a directory. */
const REFUSED: readonly string[] = ["EACCES", "EPERM", "EROFS", "ENOTDIR"];

/** What an error at the start says; where it is that the program's data directory cannot be written, also how to name another. */
export function startFailure(error: unknown, dataDir: string): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (!REFUSED.includes(errnoOf(one)) || !("path" in one)) continue;
    const path = String(one.path);
    if (path === dataDir || path.startsWith(`${dataDir}${sep}`) || dataDir.startsWith(`${path}${sep}`))
      return `${messageOf(error)}; the program keeps its data in ${dataDir}: --data-dir names another directory`;
  }
  return messageOf(error);
}
