import { createHash } from "node:crypto";
import { readRegularFile } from "./regular-file.ts";

/** SHA-256 in hexadecimal. */
export function hash(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Of a text; null where there is none. */
export function hashText(text: string | null): string | null {
  return text === null ? null : hash(text);
}

/** Of the text of a file; null where there is none, or it cannot be read. */
export function hashFile(path: string): string | null {
  const content = readRegularFile(path);
  return content === null ? null : hash(content);
}
