import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ChannelFullError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import {
  createHttpServer,
  type HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "../../runtime/system/network.ts";
import { TcpServer } from "../support/tcp-server.ts";
import { Access } from "./access.ts";
import { eventsOf } from "./events-of.ts";
import { type HttpOptions, httpDefaults } from "./http.options.ts";
import { Allowance, checkBodyHead, readBody } from "./read-body.ts";
import { notNow, Refusal } from "./refusal.ts";
import { HttpSession } from "./session.ts";

/** See `http.flow`. */
export function http(options: HttpOptions, declared: Declared): Source<string> {
  return new HttpSource({ ...httpDefaults, ...options }, declared);
}

/** How long the rest of a refused request is listened to, in ms: a close with something unread could overtake the answer. */
const LINGER = 1000;

class HttpSource implements Source<string> {
  readonly #settings: Required<HttpOptions>;
  readonly #declared: Declared;
  readonly #server: TcpServer;
  readonly #sessions = new WeakMap<object, HttpSession>();
  readonly #allowance: Allowance;
  #access: Access | null = null;
  #context: Context | null = null;

  constructor(settings: Required<HttpOptions>, declared: Declared) {
    this.#settings = settings;
    this.#declared = declared;
    this.#server = new TcpServer({ ...settings, ports: [settings.port] }, declared);
    this.#allowance = new Allowance(settings.maxWaiting);
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    this.#access = new Access(this.#settings, this.#declared);
    await this.#server.open(context);
  }

  run(output: Output<string>): Promise<void> {
    const context = this.#context!;
    const parser = this.#createParser(output);
    return this.#server.run((socket) => {
      const session = new HttpSession(socket, parser, this.#settings, context);
      this.#sessions.set(socket, session);
      return session;
    });
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  /** Listens on nothing: it is given the connections that were accepted. Their time is bounded by their sessions. */
  #createParser(output: Output<string>): HttpServer {
    const times = { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 };
    const parser = createHttpServer({ ...times, noDelay: true });
    const answer = (request: IncomingMessage, response: ServerResponse) => this.#answer(output, request, response);
    parser.on("request", answer);
    // A sender that asks before it sends its body is told no before it does.
    parser.on("checkContinue", answer);
    parser.on("clientError", (error: Error & { code?: string }, socket) => {
      const status = error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
      if (error.code !== "ECONNRESET") this.#tell(Number(status.slice(0, 3)), "the request is not HTTP");
      if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      else socket.destroy();
    });
    return parser;
  }

  #answer(output: Output<string>, request: IncomingMessage, response: ServerResponse): void {
    const session = this.#sessions.get(request.socket);
    session?.begin();
    response.once("close", () => session?.finish());
    const work = this.#take(output, request, response, () => session?.received());
    work.catch((error: unknown) => this.#refuse(error, request, response));
  }

  async #take(
    output: Output<string>,
    request: IncomingMessage,
    response: ServerResponse,
    received: () => void,
  ): Promise<void> {
    this.#checkHead(request);
    if (request.headers.expect !== undefined) response.writeContinue();
    let taken = 0;
    try {
      const text = await readBody(request, this.#settings.maxBodySize, (bytes) => {
        this.#allowance.take(bytes);
        taken += bytes;
        // What is half here when the program drains is for its next start.
        if (this.#context!.draining.aborted) throw notNow("the program ends");
      });
      received();
      this.#context!.tally?.("bytes", taken);
      await this.#deliver(output, eventsOf(text, this.#settings.format, this.#headersOf(request)));
    } finally {
      this.#allowance.giveBack(taken);
    }
    response.writeHead(200, { "Content-Length": 0, ...this.#closing() }).end();
  }

  #checkHead(request: IncomingMessage): void {
    if (this.#context!.draining.aborted) throw notNow("the program ends");
    this.#access!.check(request.headers.authorization);
    const { path, maxBodySize } = this.#settings;
    if (path !== null && (request.url ?? "").replace(/\?.*$/s, "") !== path) {
      throw new Refusal(404, "there is nothing at this path");
    }
    if (request.method !== "POST" && request.method !== "PUT") {
      throw new Refusal(405, "only POST and PUT bring events", { Allow: "POST, PUT" });
    }
    checkBodyHead(request, maxBodySize);
  }

  async #deliver(output: Output<string>, events: readonly Event<string>[]): Promise<void> {
    try {
      for (let start = 0; start < events.length; start += output.batchSize) {
        await output.put(events.slice(start, start + output.batchSize));
      }
    } catch (error) {
      if (error instanceof ChannelFullError) throw notNow(messageOf(error));
      throw new Refusal(500, "the program could not take the events");
    }
  }

  #headersOf({ headers, socket }: IncomingMessage): ReadonlyMap<string, string> {
    const { requestHeaders, clientIPHeader } = this.#settings;
    const all = new Map<string, string>();
    for (const name of requestHeaders) {
      const value = headers[name.toLowerCase()];
      if (value !== undefined) all.set(name, Array.isArray(value) ? value.join(", ") : value);
    }
    if (clientIPHeader !== null) all.set(clientIPHeader, socket.remoteAddress ?? "");
    return all;
  }

  #refuse(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    if (response.destroyed || request.socket.destroyed) {
      // The sender has gone, or its time was up: there is nobody to answer.
      const { count, log } = this.#context!;
      count("brokenConnections");
      log.once("broken", "a connection ended before its request was answered");
      return;
    }
    const refusal = error instanceof Refusal ? error : new Refusal(500, "the request could not be taken");
    this.#tell(refusal.status, error instanceof Refusal ? error.message : messageOf(error));
    const text = `${refusal.message}\n`;
    const isWhole = request.complete;
    response.writeHead(refusal.status, {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": Buffer.byteLength(text),
      ...refusal.headers,
      ...(isWhole ? this.#closing() : { Connection: "close" }),
    });
    if (isWhole) {
      response.end(text);
      return;
    }
    response.write(text);
    const { clock } = this.#context!;
    const cancel = clock.at(clock.now() + LINGER, () => response.end());
    request.once("end", () => response.end());
    response.once("close", cancel);
    request.resume();
  }

  #closing(): Readonly<Record<string, string>> {
    return this.#context!.draining.aborted ? { Connection: "close" } : {};
  }

  #tell(status: number, reason: string): void {
    const { count, log } = this.#context!;
    count(status >= 500 ? "failedRequests" : "refusedRequests");
    log.once(`${status}`, `a request was answered ${status}: ${reason}`);
  }
}
