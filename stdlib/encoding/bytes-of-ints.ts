import { Failure, type Fallible } from "../../runtime/failure.ts";

/** See `encoding.flow`. */
export function toBytes(values: readonly number[]): Fallible<Uint8Array> {
  const wrong = values.find((value) => value < 0 || value > 255);
  return wrong === undefined ? Uint8Array.from(values) : new Failure(`${wrong} is no byte: bytes are from 0 to 255`);
}
