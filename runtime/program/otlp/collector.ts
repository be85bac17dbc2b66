import { messageOf } from "../../contract/message-of.ts";
import { Agent, type ClientRequest, request, requestSecurely, SecureAgent } from "../../system/network.ts";

/** How long a request may take, in ms. */
const TIMEOUT = 10_000;

/** How often a request that was not taken is sent again. */
const RETRIES = 3;

/** A pause before that, in ms; it doubles. A collector may ask for a longer one, up to the longest. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10_000;

/** How much of an answer is read, in bytes. */
const MOST_READ = 65_536;

/** Answers after which the same may be sent again. */
const PASSING = new Set([429, 502, 503, 504]);

/** Where a collector is, and what every request to it carries. */
export interface CollectorAddress {
  /** Ends without a stroke: `http://localhost:4318`. */
  readonly url: string;
  /** Not for a log: they may have credentials. */
  readonly headers: ReadonlyMap<string, string>;
  /** Certificates to trust, in PEM; null for the system's. */
  readonly ca: string | null;
}

/** It was not taken, for this reason. `isPassing`: it may be taken later. */
export class NotTaken extends Error {
  readonly isPassing: boolean;
  /** How long the collector wants to be left alone, in ms; null where it does not say. */
  readonly pause: number | null;
  constructor(message: string, isPassing: boolean, pause: number | null = null) {
    super(message);
    this.name = "NotTaken";
    this.isPassing = isPassing;
    this.pause = pause;
  }
}

interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** A collector that takes OTLP in JSON over HTTP. */
export class Collector {
  readonly #address: CollectorAddress;
  readonly #sleep: (ms: number) => Promise<void>;
  readonly #plain = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #secure: SecureAgent;

  /** `sleep` ends early when nothing is to be sent again. */
  constructor(address: CollectorAddress, sleep: (ms: number) => Promise<void>) {
    this.#address = address;
    this.#sleep = sleep;
    const trusted = address.ca === null ? {} : { ca: address.ca };
    this.#secure = new SecureAgent({ keepAlive: true, maxSockets: 1, ...trusted });
  }

  /**
   * Sends `message` to `path`; gives why a part of it was not taken, null where all was. Rejects with `NotTaken`, with
   * `mayRetry` after some tries.
   */
  async send(path: string, message: unknown, mayRetry: () => boolean): Promise<string | null> {
    const body = Buffer.from(JSON.stringify(message));
    for (let tries = 0; ; tries++) {
      try {
        return rejectedPart(await this.#post(path, body));
      } catch (error) {
        if (!(error instanceof NotTaken) || !error.isPassing || tries === RETRIES || !mayRetry()) throw error;
        await this.#sleep(Math.min(LONGEST_PAUSE, error.pause ?? FIRST_PAUSE * 2 ** tries));
        if (!mayRetry()) throw error;
      }
    }
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  async #post(path: string, body: Buffer): Promise<string> {
    const { status, retryAfter, text } = await this.#exchange(path, body).catch((error: unknown) => {
      throw new NotTaken(messageOf(error), true);
    });
    if (status >= 200 && status < 300) return text;
    const seconds = Number(retryAfter);
    const pause = seconds > 0 ? seconds * 1000 : null;
    throw new NotTaken(`HTTP ${status}`, PASSING.has(status), pause);
  }

  #exchange(path: string, body: Buffer): Promise<Reply> {
    const { url, headers } = this.#address;
    const own = { "content-type": "application/json", "content-length": String(body.length) };
    const options = { method: "POST", headers: { ...Object.fromEntries(headers), ...own }, timeout: TIMEOUT };
    return new Promise((resolve, reject) => {
      const sent: ClientRequest = url.startsWith("https:")
        ? requestSecurely(`${url}${path}`, { ...options, agent: this.#secure })
        : request(`${url}${path}`, { ...options, agent: this.#plain });
      // The program may end meanwhile.
      sent.once("socket", (socket) => socket.unref());
      sent.once("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT / 1000} s`)));
      sent.once("error", reject);
      sent.once("response", (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (more: string) => {
          if (text.length < MOST_READ) text += more;
        });
        response.once("error", reject);
        response.once("end", () => {
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"], text });
        });
      });
      sent.end(body);
    });
  }
}

/** What a collector says of a message that it has taken in part. */
function rejectedPart(text: string): string | null {
  try {
    const { partialSuccess = {} } = JSON.parse(text) as { partialSuccess?: Readonly<Record<string, unknown>> };
    const rejected = Number(partialSuccess["rejectedDataPoints"] ?? partialSuccess["rejectedSpans"] ?? 0);
    return rejected > 0 ? `${rejected} were rejected: ${String(partialSuccess["errorMessage"] ?? "")}` : null;
  } catch {
    // An answer of another kind says nothing.
    return null;
  }
}
