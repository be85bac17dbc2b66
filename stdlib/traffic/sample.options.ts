// Generated from sample.flow by `npm run generate`.

/** Lets pass each event with a probability of `fraction`. A batch that fails and is tried again is another sample. */
export interface SampleOptions {
  /** From 0, for none, to 1, for all. */
  readonly fraction: number;
}

export const sampleDefaults = {} as const;
