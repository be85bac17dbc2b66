import { jsonCodec } from "../../codec/json.ts";
import type { Headers } from "../../contract/event.ts";
import { Failure } from "../../contract/failure.ts";
import type { Schema } from "../../contract/schema.ts";
import type { Replays } from "../../engine/replays.ts";
import type { WayBack } from "../../engine/way-back.ts";

/** A dead letter that is to be sent again. */
export interface ReplayedLetter {
  readonly text: string;
  /**
   * What `text` is: the body as JSON; or a string that is the body where the arrow carries strings, and else its JSON;
   * or the same in UTF-8, which bytes are that the arrow carries.
   */
  readonly form: "json" | "text" | "bytes";
  /** Those of the event, without what said that it was refused. */
  readonly headers: Headers;
}

/** Nothing of what was to be sent was sent. */
export class NotSentError extends Error {
  override readonly name = "NotSentError";
}

/**
 * Sends letters over an arrow. Rejects with a NotSentError where there is none of that name, or where a body is not of its
 * type.
 */
export async function sendAgain(
  replays: Replays | null,
  to: Pick<WayBack, "edge" | "isBeforeSteps">,
  letters: readonly ReplayedLetter[],
): Promise<void> {
  const way = replays?.find(to) ?? null;
  if (way === null) throw new NotSentError(`what fell out at \`${to.edge}\` cannot be sent again: no such arrow runs`);
  const bodyOf = readerOf(way.element);
  await way.send(letters.map((letter) => ({ body: bodyOf(letter), headers: letter.headers })));
}

function readerOf(element: Schema): (letter: ReplayedLetter) => unknown {
  const codec = jsonCodec<unknown>(element);
  return ({ text, form }) => {
    if (form !== "json" && element.kind === "string") return text;
    if (form === "bytes" && element.kind === "bytes") return Buffer.from(text);
    const body = codec.decode(text);
    if (body instanceof Failure) throw new NotSentError(`it is not of the arrow's type: ${body.reason}`);
    return body;
  };
}
