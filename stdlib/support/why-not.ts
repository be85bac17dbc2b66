import { messageOf } from "../../runtime/contract/message-of.ts";
import { errnoOf } from "../../runtime/system/errno.ts";

/** What was tried: to `read` the `file` of that `name`. */
export interface Attempt {
  readonly verb: "read" | "run" | "write to";
  readonly kind: "command" | "directory" | "file";
  readonly name: string;
}

/** Why the operating system did not let that happen, in words for whoever wrote the program. */
export function whyNot(error: unknown, { verb, kind, name }: Attempt): string {
  const object = kind === "directory" ? `the directory ${name}` : name;
  switch (errnoOf(error)) {
    case "ENOENT":
      return `there is no ${kind} ${name}`;
    case "EEXIST":
    case "ENOTDIR":
      return `${name} is not a directory: a file is in its way`;
    case "EACCES":
    case "EROFS":
      return `there is no permission to ${verb} ${object}`;
    default:
      return `cannot ${verb} ${object}: ${messageOf(error)}`;
  }
}
