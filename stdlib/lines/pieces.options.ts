// Generated from pieces.flow by `npm run generate`.

/**
 * Reads a file of any kind from its start to its end, some bytes an event, and ends there: to take files as they are
 * from one place to another.
 * The file can be read again: a program that is restarted starts with the first byte.
 */
export interface PiecesOptions {
  /** The file; a relative path starts at the working directory. */
  readonly path: string;
  /** How many bytes an event has; the last one may have fewer. */
  readonly pieceSize?: number;
}

export const piecesDefaults = {
  pieceSize: 1_048_576,
} as const;
