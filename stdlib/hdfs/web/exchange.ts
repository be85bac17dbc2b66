import { type Agent, type ClientRequest, request, requestSecurely } from "../../../runtime/system/network.ts";
import type { Answer } from "./answer.ts";

/** One HTTP request. */
export interface Exchange {
  readonly method: "GET" | "PUT" | "POST";
  readonly url: string;
  /** For connections of the kind that the URL asks for. */
  readonly agent: Agent;
  /** Sent in chunks, as its size is known at its end. Each piece is asked for when the system has the one before. */
  readonly body?: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/** The connection was never there: nothing of the request was sent. */
export class NotConnectedError extends Error {}

/** Failures to connect, before a byte was sent. */
const NOT_CONNECTED = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"];

/** One HTTP request and its whole answer; redirects are not followed. Rejects with what the connection says. */
export function exchange({ method, url, agent, body, signal }: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { "content-type": "application/octet-stream", "transfer-encoding": "chunked" };
    const send = url.startsWith("https:") ? requestSecurely : request;
    const sent = send(url, { method, agent, signal, headers });
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, location: headers.location ?? null, body: Buffer.concat(chunks) });
      });
    });
    sent.on("error", fail);
    sendBody(sent, body).catch((error: Error) => sent.destroy(error));

    function fail(error: NodeJS.ErrnoException): void {
      const { host } = new URL(url);
      const message = `${host}: ${error.message || error.code}`;
      reject(
        NOT_CONNECTED.includes(error.code ?? "")
          ? new NotConnectedError(message)
          : new Error(message, { cause: error }),
      );
    }
  });
}

async function sendBody(
  request: ClientRequest,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = [],
): Promise<void> {
  for await (const piece of body) {
    // Once the system has the piece its memory is free for the next one.
    const error = await new Promise((resolve) => request.write(piece, resolve));
    // Its event "error" tells more.
    if (error) return;
  }
  request.end();
}
