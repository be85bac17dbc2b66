/** In the place of the length of a sequence file's record: the marker of the file follows. */
export const ESCAPE = -1;
