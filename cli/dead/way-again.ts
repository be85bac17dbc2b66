import type { WayBack } from "../../runtime/engine/way-back.ts";
import type { ReplayedLetter } from "../../runtime/program/inspect/send-again.ts";
import { openConnection } from "../inspect/connection.ts";

/** Where letters go to be sent again. */
export interface WayAgain {
  /**
   * Resolves when each is written, or has fallen out again. Rejects with a NotSentError where nothing was sent; with
   * another error it is not known how many arrived.
   */
  send(to: Pick<WayBack, "edge" | "isBeforeSteps">, letters: readonly ReplayedLetter[]): Promise<void>;
  close(): Promise<void>;
}

/** Sends into a running program, over its socket. Rejects where nobody answers. */
export async function intoRunning(socket: string, stop: AbortSignal): Promise<WayAgain> {
  const connection = await openConnection(socket);
  const answers = connection.answers();
  stop.addEventListener("abort", connection.close, { once: true });
  return {
    async send({ edge, isBeforeSteps }, letters) {
      connection.ask({ kind: "replay", edge, isBeforeSteps, letters });
      const { value: answer } = await answers.next();
      if (answer?.kind === "replayed") return;
      if (answer?.kind !== "refused") throw new Error("the program has ended before it answered");
      if (answer.isUntouched === true) throw new NotSent(answer.reason);
      throw new Error(answer.reason);
    },
    async close() {
      connection.close();
    },
  };
}

/** By its name: a program has a class of its own for it. */
export function isNotSent(error: unknown): error is Error {
  return error instanceof Error && error.name === "NotSentError";
}

class NotSent extends Error {
  override readonly name = "NotSentError";
}
