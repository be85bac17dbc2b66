/** Parameters that make a window: how long it is, how often there is one, and the clocks that it goes by. */
export interface WindowParams {
  readonly length: string;
  /** Null for one that comes with each batch. */
  readonly slide: string | null;
  /** Null where it can only be counted from the start. */
  readonly zone: string | null;
  readonly offset: string | null;
}
