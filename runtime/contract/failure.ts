/**
 * The failed side of a `T!`: a value, not an exception, so that a line that does not parse costs no stack trace.
 * `place` is `access.flow:21:11` and is filled in by the code that the compiler writes.
 */
export class Failure {
  readonly reason: string;
  readonly place: string;

  constructor(reason: string, place = "") {
    this.reason = reason;
    this.place = place;
  }

  /** This failure as seen from `place`, unless a deeper place is known already. */
  at(place: string): Failure {
    return this.place === "" ? new Failure(this.reason, place) : this;
  }
}

/** A value or a failure: how a `T!` of the language is represented. */
export type Fallible<T> = T | Failure;
