import { Failure } from "../../runtime/contract/failure.ts";

/** A failure for `reason`; its place is added where it is made. */
export function failure(reason: string): Failure {
  return new Failure(reason);
}
