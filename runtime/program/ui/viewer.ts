import type { ServerResponse } from "../../system/network.ts";

/** Bytes that may wait for a reader: what comes beyond that is left out, and the program waits for nobody. 512 KiB. */
const MOST_WAITING = 524_288;

/** Whoever takes nothing for so long is let go, in ms. */
export const PATIENCE = 30_000;

/** One who watches: server-sent events on one response. */
export class Viewer {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.flushHeaders();
  }

  /** Bytes that it has not taken yet. */
  get waiting(): number {
    return this.#response.writableLength;
  }

  /** Sends an event, unless too much waits already. */
  send(event: string, data: unknown): void {
    if (this.waiting > MOST_WAITING) return;
    this.#response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Sends a last event. */
  end(event: string, data: unknown): void {
    this.send(event, data);
    this.#response.end();
  }
}
