import { Failure, type Fallible } from "../../runtime/contract/failure.ts";

/** See `encoding.flow`. */
export function toBytes(values: readonly number[]): Fallible<Uint8Array> {
  const wrong = values.find((value) => value < 0 || value > 255);
  return wrong === undefined ? Uint8Array.from(values) : new Failure(`${wrong} is not a byte: bytes are from 0 to 255`);
}
