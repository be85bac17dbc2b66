import type { Clock } from "../../runtime/system/clock.ts";
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request,
  requestSecurely,
  SecureAgent,
} from "../../runtime/system/network.ts";
import type { TlsTexts } from "../support/tls-files.ts";

/** What a server has answered. */
export interface Reply {
  readonly status: number;
  /** Seconds or a date, as it came. */
  readonly retryAfter: string | undefined;
  /** The beginning of its body, for messages. */
  readonly text: string;
}

/** How requests are sent; times in ms, 0 for no limit. */
export interface ClientOptions {
  readonly method: string;
  readonly connectTimeout: number;
  readonly requestTimeout: number;
  readonly tls: TlsTexts;
}

/** How much of an answer is kept for a message, in bytes; the rest is passed over. */
const MOST_TEXT = 300;

/** Most of an answer that is read at all, in bytes: a connection with more is not worth keeping. */
const MOST_READ = 1_048_576;

/** Sends requests one after the other, over a connection that is kept. */
export class HttpClient {
  readonly #options: ClientOptions;
  readonly #clock: Clock;
  readonly #plain = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #secure: SecureAgent;

  constructor(options: ClientOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#secure = new SecureAgent({ keepAlive: true, maxSockets: 1, ...options.tls });
  }

  /** Rejects where no whole answer comes in time; what was sent may have arrived. */
  send(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<Reply> {
    const { method, connectTimeout, requestTimeout } = this.#options;
    const isSecure = url.startsWith("https:");
    const options = { method, headers: { ...headers, "Content-Length": String(body.length) } };
    return new Promise<Reply>((resolve, reject) => {
      const sent: ClientRequest = isSecure
        ? requestSecurely(url, { ...options, agent: this.#secure })
        : request(url, { ...options, agent: this.#plain });
      const now = this.#clock.now();
      const late = (what: string) => () => sent.destroy(new Error(what));
      const cancelConnect = this.#clock.at(now + connectTimeout, late(`no connection within ${connectTimeout} ms`));
      const cancelRequest = this.#clock.at(now + requestTimeout, late(`no answer within ${requestTimeout} ms`));
      sent.once("socket", (socket) => {
        if (!socket.connecting) cancelConnect();
        else socket.once(isSecure ? "secureConnect" : "connect", cancelConnect);
      });
      let hasReply = false;
      sent.on("response", (response) => {
        hasReply = true;
        readReply(response).then(resolve, reject);
      });
      sent.on("error", reject);
      sent.once("close", () => {
        cancelConnect();
        cancelRequest();
        if (!hasReply) reject(new Error("the connection ended without an answer"));
      });
      sent.end(body);
    });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  const pieces: Buffer[] = [];
  let read = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    if (read < MOST_TEXT) pieces.push(piece.subarray(0, MOST_TEXT - read));
    read += piece.length;
    // Leaving the loop destroys the connection.
    if (read > MOST_READ) break;
  }
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"],
    text: Buffer.concat(pieces).toString().replaceAll(/\s+/g, " ").trim(),
  };
}
