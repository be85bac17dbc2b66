import { fileURLToPath, pathToFileURL } from "node:url";

/** The path under which the compiler knows a document; one that is no file goes by its URI. */
export function pathOfUri(uri: string): string {
  return uri.startsWith("file:") ? fileURLToPath(uri).replaceAll("\\", "/") : uri;
}

/** The URI of a path. An open document keeps the URI that its editor gave it: escapes and drive letters may differ. */
export function uriOfPath(path: string): string {
  return /^[a-z][a-z0-9+.-]+:/i.test(path) ? path : pathToFileURL(path).href;
}
