import type { Duplex } from "node:stream";
import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import { awaitAbort } from "../../runtime/system/abort.ts";
import {
  createServer,
  createTlsServer,
  type Server,
  type Socket,
  type TlsServer,
} from "../../runtime/system/network.ts";
import { AllowList } from "./allow-list.ts";
import { addressToBind, whyNotListening } from "./listening.ts";
import { readTlsFiles, type TlsFiles } from "./tls-files.ts";

/** The options that every source has which listens on TCP. */
export interface TcpServerOptions extends TlsFiles {
  readonly bind: string;
  readonly ports: readonly number[];
  readonly maxConnections: number;
  /** Addresses and networks that may connect; null for all. */
  readonly allow: readonly string[] | null;
}

/** What a protocol makes of a connection. */
export interface Session {
  /** When the other side last sent something, or connected. */
  readonly lastHeard: number;
  /** Resolves when the connection is done with; never rejects for what the other side does. */
  run(): Promise<void>;
  /** Closes it at once, whatever is under way. */
  end(): void;
}

/** A session is silent, and may be closed for another, when nothing was heard of it for so long, in ms. */
const LEAST_SILENCE = 5000;

/** How long the two sides may take to agree on keys, in ms. */
const HANDSHAKE_TIMEOUT = 10_000;

/** Connections beyond `maxConnections` that may be about to agree on keys: nobody can pile them up. */
const MOST_HANDSHAKES = 256;

/**
 * Accepts connections: from allowed addresses only, not more than there may be, encrypted where there is a certificate.
 * Counts and logs what it refuses. Nobody can keep the others out by connecting and saying nothing.
 */
export class TcpServer {
  readonly #options: TcpServerOptions;
  readonly #declared: Declared;
  readonly #beforeTls: ((socket: Socket) => Duplex) | null;
  readonly #servers: Server[] = [];
  readonly #waiting: Socket[] = [];
  readonly #sessions = new Set<Session>();
  readonly #running = new Set<Promise<void>>();
  #allowed = new AllowList(null);
  #context: Context | null = null;
  #serve: ((socket: Socket) => Session) | null = null;

  /** `beforeTls`: what stands between the connection and its encryption, where a protocol wants that. */
  constructor(options: TcpServerOptions, declared: Declared, beforeTls: ((socket: Socket) => Duplex) | null = null) {
    this.#options = options;
    this.#declared = declared;
    this.#beforeTls = beforeTls;
  }

  /** Binds all ports. Rejects with a ComponentError where that, or something in the options, does not work. */
  async open(context: Context): Promise<void> {
    const { bind, ports, allow, tlsCert, tlsCa } = this.#options;
    let [port = 0] = ports;
    this.#context = context;
    try {
      this.#allowed = new AllowList(allow);
      if (tlsCert === null && tlsCa !== null) {
        throw new ComponentError(this.#declared, "tlsCa is of no use without tlsCert");
      }
      const encrypting = tlsCert === null ? null : await this.#createEncrypting();
      for (port of ports) {
        const server = this.#create(encrypting);
        this.#servers.push(server);
        const actual = await listen(server, bind, port);
        context.log.info(`listens on ${bind}:${actual}`, { port: actual });
        server.on("error", (error) => context.log.warn(`cannot accept a connection: ${error.message}`));
      }
    } catch (error) {
      await this.close();
      if (error instanceof ComponentError) throw error;
      throw new ComponentError(this.#declared, whyNotListening(error, { bind, port }), { cause: error });
    }
  }

  /** Starts a session for each connection until the program drains, and waits for their ends. */
  async run(serve: (socket: Socket) => Session): Promise<void> {
    this.#serve = serve;
    for (const socket of this.#waiting.splice(0)) this.#accept(socket);
    await awaitAbort(this.#context!.draining);
    for (const server of this.#servers) server.close();
    await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const socket of this.#waiting) socket.destroy();
  }

  #create(encrypting: TlsServer | null): Server {
    // Half open: a sender that has sent everything still waits for its answers.
    const options = { allowHalfOpen: true, highWaterMark: 65_536, noDelay: true };
    const server = createServer(options, (socket) => {
      // An error before its session listens needs no report: its end tells enough.
      socket.on("error", () => {});
      if (!this.#allowed.has(socket.remoteAddress)) {
        this.#tellForbidden(socket);
        socket.destroy();
      } else if (encrypting !== null) encrypting.emit("connection", this.#beforeTls?.(socket) ?? socket);
      else this.#accept(socket);
    });
    if (encrypting !== null) {
      server.maxConnections = this.#options.maxConnections + MOST_HANDSHAKES;
      server.on("drop", () => this.#tellRefused());
    }
    return server;
  }

  /** Listens on nothing: it is given allowed connections, before any keys are made for them. */
  async #createEncrypting(): Promise<TlsServer> {
    const texts = await readTlsFiles(this.#options, this.#declared);
    const asks = texts.ca !== undefined;
    const server = createTlsServer(
      {
        ...texts,
        requestCert: asks,
        rejectUnauthorized: asks,
        handshakeTimeout: HANDSHAKE_TIMEOUT,
        minVersion: "TLSv1.2",
      },
      (socket) => {
        socket.on("error", () => {});
        this.#accept(socket);
      },
    );
    server.on("tlsClientError", (error) => {
      const { count, log } = this.#context!;
      count("failedHandshakes");
      log.once("handshake", `a connection could not be encrypted: ${messageOf(error)}`);
    });
    return server;
  }

  #accept(socket: Socket): void {
    if (this.#serve !== null) {
      if (this.#hasRoom()) this.#begin(this.#serve(socket));
      else this.#refuse(socket);
    } else if (this.#waiting.length < this.#options.maxConnections) this.#waiting.push(socket);
    else this.#refuse(socket);
  }

  #begin(session: Session): void {
    this.#sessions.add(session);
    const running = session.run().finally(() => {
      this.#sessions.delete(session);
      this.#running.delete(running);
    });
    this.#running.add(running);
  }

  #hasRoom(): boolean {
    const { maxConnections } = this.#options;
    if (this.#sessions.size < maxConnections) return true;
    const { clock, count, log } = this.#context!;
    const [silent] = [...this.#sessions].sort((a, b) => a.lastHeard - b.lastHeard);
    if (silent === undefined || clock.now() - silent.lastHeard < LEAST_SILENCE) return false;
    count("idleConnections");
    log.once("silent", `more than ${maxConnections} connections: the one that was silent for longest was closed`);
    silent.end();
    this.#sessions.delete(silent);
    return true;
  }

  #refuse(socket: Socket): void {
    socket.destroy();
    this.#tellRefused();
  }

  #tellRefused(): void {
    const { count, log } = this.#context!;
    count("refusedConnections");
    log.once("maxConnections", `more than ${this.#options.maxConnections} connections: one was refused`);
  }

  #tellForbidden({ remoteAddress = "an unknown address" }: Socket): void {
    const { count, log } = this.#context!;
    count("forbiddenConnections");
    log.once("allow", `a connection from ${remoteAddress} was refused: it is not in \`allow\``);
  }
}

/** Resolves with the port that was taken. */
async function listen(server: Server, bind: string, port: number): Promise<number> {
  const { address } = await addressToBind(bind);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = server.address();
  return bound === null || typeof bound === "string" ? port : bound.port;
}
