import { once } from "node:events";
import { connect } from "node:net";
import { FrameReader, frameOf } from "../../runtime/program/inspect/frames.ts";
import type { Answer, Question } from "../../runtime/program/inspect/messages.ts";

/** A running program that answers. */
export interface Connection {
  ask(question: Question): void;
  /** What it answers, until it ends or `close` is called. Answers wait no longer than the socket has room for them. */
  answers(): AsyncGenerator<Answer, void>;
  close(): void;
}

/** Connects to the socket of a program. Rejects with the system's error where nobody answers there. */
export async function openConnection(socket: string): Promise<Connection> {
  const connection = connect(socket);
  await once(connection, "connect");
  return {
    ask: (question) => void connection.write(frameOf(question)),
    async *answers() {
      const frames = new FrameReader();
      try {
        for await (const chunk of connection) for (const one of frames.read(chunk)) yield one as Answer;
      } catch (error) {
        // A program that is killed resets the connection: it has ended, and so do its answers.
        if (!("syscall" in (error as object))) throw error;
      }
    },
    close: () => void connection.destroy(),
  };
}
