// Generated from logger.flow by `npm run generate`.

/**
 * Writes each event to standard output: its headers, and the start of its body as hexadecimal bytes and as text.
 * `Event: { headers:{} body: 68 65 6C 6C 6F                                  hello }`
 */
export interface LoggerOptions {
  /** How much of a body is shown, in bytes. */
  readonly maxBytesToLog?: number;
}

export const loggerDefaults = {
  maxBytesToLog: 16,
} as const;
