/**
 * `name` as the name of one file or directory: letters, digits, `-`, `_` and `.` stay, the rest is percent-encoded.
 * Different names give different files, and none leaves its directory.
 */
export function fileName(name: string): string {
  const encoded = encodeURIComponent(name).replace(/[!'()*~]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  // `.` and `..` are directories already, and a dot-file is hidden from whoever looks for it.
  return encoded.replace(/^\./, "%2E");
}
