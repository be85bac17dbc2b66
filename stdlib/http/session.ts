import type { Context } from "../../runtime/contract/context.ts";
import type { HttpServer, Socket } from "../../runtime/system/network.ts";
import type { Session } from "../support/tcp-server.ts";

/** How long one may take, in ms. */
export interface SessionTimes {
  readonly idleTimeout: number;
  readonly requestTimeout: number;
}

/** How long a request may still take to arrive when the program drains, in ms. */
const LAST_WAIT = 1000;

/**
 * One connection of HTTP, and how long it may be silent. A request is received, then delivered, which takes as long as it
 * takes; between requests a connection may be idle, and is closed when the program drains.
 */
export class HttpSession implements Session {
  readonly #socket: Socket;
  readonly #server: HttpServer;
  readonly #times: SessionTimes;
  readonly #context: Context;
  #lastHeard: number;
  #due: number;
  #requests = 0;
  #cancel = () => {};

  constructor(socket: Socket, server: HttpServer, times: SessionTimes, context: Context) {
    this.#socket = socket;
    this.#server = server;
    this.#times = times;
    this.#context = context;
    this.#lastHeard = context.clock.now();
    this.#due = this.#lastHeard + times.idleTimeout;
  }

  get lastHeard(): number {
    // With a request under way it is not silent.
    return this.#requests > 0 ? this.#context.clock.now() : this.#lastHeard;
  }

  end(): void {
    this.#socket.destroy();
  }

  async run(): Promise<void> {
    const { draining } = this.#context;
    const closed = new Promise<void>((resolve) => this.#socket.once("close", () => resolve()));
    const drain = () => this.#drain();
    draining.addEventListener("abort", drain, { once: true });
    this.#watch();
    this.#server.emit("connection", this.#socket);
    if (draining.aborted) drain();
    await closed;
    this.#cancel();
    draining.removeEventListener("abort", drain);
  }

  /** The head of a request is here. */
  begin(): void {
    this.#requests += 1;
    this.#setDue(this.#times.requestTimeout);
  }

  /** All of a request is here. */
  received(): void {
    this.#setDue(Infinity);
  }

  /** A request is answered. */
  finish(): void {
    this.#requests -= 1;
    if (this.#requests > 0) return;
    this.#setDue(this.#times.idleTimeout);
    if (this.#context.draining.aborted) this.#drain();
  }

  /** What is being delivered is finished; what is not here yet has little time left. */
  #drain(): void {
    if (this.#requests === 0) this.#socket.destroySoon();
    else if (this.#due !== Infinity) this.#setDue(LAST_WAIT);
  }

  #setDue(wait: number): void {
    this.#lastHeard = this.#context.clock.now();
    this.#due = this.#lastHeard + wait;
    this.#cancel();
    this.#watch();
  }

  #watch(): void {
    const { clock, count } = this.#context;
    if (this.#due === Infinity) return;
    this.#cancel = clock.at(this.#due, () => {
      if (clock.now() < this.#due) return this.#watch();
      count("idleConnections");
      this.end();
    });
  }
}
