import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError, RejectedEventError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { readTlsFiles } from "../support/tls-files.ts";
import { HttpClient, type Reply } from "./client.ts";
import { type HttpOptions, httpDefaults } from "./http-sink.options.ts";
import { type OutgoingRequest, RequestWriter } from "./requests.ts";

const packed = promisify(gzip);

/** See `http-sink.flow`. */
export function http<T>(options: HttpOptions<T>, declared: Declared): Sink<T> {
  return new HttpSink<T>({ ...httpDefaults, ...options }, declared);
}

class HttpSink<T> implements Sink<T> {
  readonly batchSize: number;
  readonly #settings: Required<HttpOptions<T>>;
  readonly #declared: Declared;
  readonly #writer: RequestWriter<T>;
  #client: HttpClient | null = null;
  #context: Context | null = null;
  #authorization: Readonly<Record<string, string>> = {};
  /** Nothing is sent before that. */
  #notBefore = 0;

  constructor(settings: Required<HttpOptions<T>>, declared: Declared) {
    this.batchSize = settings.batchSize;
    this.#settings = settings;
    this.#declared = declared;
    this.#writer = new RequestWriter(settings, declared);
  }

  async open(context: Context): Promise<void> {
    const { url, username, password, token } = this.#settings;
    // An escape in the host would let an event choose where the others, and the password, go.
    if (!/^https?:\/\/[^/%?#@\s]+(?:[/?#]|$)/i.test(url) || !URL.canParse(url.replaceAll("%{", "{"))) {
      throw new ComponentError(this.#declared, `url must be http://HOST/PATH or https://HOST/PATH; found "${url}"`);
    }
    if ((username === null) !== (password === null)) {
      throw new ComponentError(this.#declared, "username and password come together");
    }
    if (username !== null && password !== null) {
      const text = Buffer.from(`${username}:${password.reveal()}`).toString("base64");
      this.#authorization = { Authorization: `Basic ${text}` };
    } else if (token !== null) this.#authorization = { Authorization: `Bearer ${token.reveal()}` };
    const tls = await readTlsFiles(this.#settings, this.#declared);
    this.#context = context;
    this.#client = new HttpClient({ ...this.#settings, tls }, context.clock);
  }

  async write(events: readonly Event<T>[]): Promise<void> {
    const requests = this.#writer.requestsOf(events);
    for (const [at, request] of requests.entries()) {
      const reply = await this.#send(request);
      this.#judge(reply, requests, at);
    }
  }

  async close(): Promise<void> {
    this.#client?.close();
  }

  async #send({ url, headers, body }: OutgoingRequest): Promise<Reply> {
    const { clock } = this.#context!;
    const wait = this.#notBefore - clock.now();
    if (wait > 0) throw new Error(`the server wants no request for ${Math.ceil(wait / 1000)} more seconds`);
    const isPacked = this.#settings.compression === "gzip";
    const all = { ...headers, ...this.#authorization, ...(isPacked ? { "Content-Encoding": "gzip" } : {}) };
    const bytes = isPacked ? await packed(body) : body;
    this.#context!.tally?.("bytes", bytes.length);
    return this.#client!.send(url, all, bytes);
  }

  /** Throws where the events of the request at `at` are not taken. */
  #judge({ status, retryAfter, text }: Reply, requests: readonly OutgoingRequest[], at: number): void {
    if (status >= 200 && status < 300) return;
    const { indexes, url } = requests[at]!;
    const message = `${new URL(url).host} answered ${status}${text === "" ? "" : `: ${text}`}`;
    if (this.#settings.refusals.includes(status)) {
      const first = indexes[0] ?? 0;
      // Requests go in the order of their first events: of those before it, some may belong to later requests.
      const left = requests.slice(at).flatMap((request) => request.indexes);
      throw new RejectedEventError(message, indexes.length === 1 ? [first] : null, {
        unwritten: requests.length === 1 ? null : left.sort((a, b) => a - b),
      });
    }
    if (retryAfter !== undefined && (status === 429 || status === 503)) this.#holdBack(retryAfter);
    throw new Error(message);
  }

  #holdBack(retryAfter: string): void {
    const now = this.#context!.clock.now();
    const asked = /^\d+$/.test(retryAfter) ? now + Number(retryAfter) * 1000 : Date.parse(retryAfter);
    if (Number.isNaN(asked)) return;
    this.#notBefore = Math.min(asked, now + this.#settings.maxRetryAfter);
  }
}
