/** What Node puts where bytes of a file's name are not UTF-8. */
const REPLACED = "\u{fffd}";

/** Why a file cannot be read that its folder lists and that does not exist: Node cannot write its name's bytes. */
export const UNREADABLE_NAME = "a file is not read, since its name is not UTF-8: rename it";

/** Whether a name that a folder lists may stand for bytes that are not UTF-8. Where it does, no file has that name. */
export function mayBeUnreadable(name: string): boolean {
  return name.includes(REPLACED);
}
