/** A stream that a program declares, as far as what it keeps is concerned. */
export interface DeclaredStream {
  readonly name: string;
  /** What it keeps is kept under this name. */
  readonly keptAs: string;
  /** Whether one of its operators keeps something. */
  readonly isStateful: boolean;
}

/** What a start makes of all that a stream has kept. */
export interface StreamVerdict {
  /** The name that it is kept under. */
  readonly stored: string;
  /** The stream that takes it over; null where nothing does, so that the program does not start without `--discard-state`. */
  readonly taker: DeclaredStream | null;
  /** Why nothing takes it over: nothing has its name, or what has it keeps nothing. Null where something does. */
  readonly reason: "gone" | "stateless" | null;
}

/** Which of the streams that a program declares takes over what is kept under each of `stored`. */
export function judgeStreams(stored: readonly string[], declared: readonly DeclaredStream[]): StreamVerdict[] {
  return stored.map((name) => {
    const taker = declared.find(({ keptAs }) => keptAs === name) ?? null;
    if (taker === null) return { stored: name, taker, reason: "gone" };
    if (!taker.isStateful) return { stored: name, taker: null, reason: "stateless" };
    return { stored: name, taker, reason: null };
  });
}
