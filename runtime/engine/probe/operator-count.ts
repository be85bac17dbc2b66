/** What a program that was compiled for metrics has counted at one of its operators in the last batch. */
export class OperatorCount {
  /** Elements that it was given. */
  in = 0;
  /** Elements that it gave. */
  out = 0;
  /** Time that it took since the last batch that was timed, in seconds, estimated from this one; 0 where this one was not. */
  seconds = 0;
  /** As in the plan: `collect.logs.map`. */
  readonly id: string;
  /** Elements of the batches since the last one that was timed. */
  #since = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** Called at the end of a batch. */
  set(given: number, gave: number): void {
    this.in = given;
    this.out = gave;
    this.seconds = 0;
    this.#since += given;
  }

  /** Called after that where the batch was timed: the operator took `ms`. */
  took(ms: number): void {
    this.seconds = (ms / 1000) * (this.in > 0 ? this.#since / this.in : 1);
    this.#since = 0;
  }
}
