/** A value that is known before anything runs. */
export type Known = string | number | boolean | null;
