import { lookup } from "node:dns/promises";
import { createServer, type Server, type Socket } from "node:net";
import { ComponentError, type Context, type Declared, type Output, type Source } from "../../runtime/component.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { createDecoder } from "../framing/decoder.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { type NetcatOptions, netcatDefaults } from "./netcat.options.ts";

type Settings = ConnectionOptions & Required<Pick<NetcatOptions, "bind" | "port" | "maxConnections">>;

/** A connection is silent, and may be closed for another, when nothing was heard of it for so long, in ms. */
const LEAST_SILENCE = 5000;

/** A TCP server of lines. The answers are those of Flume 1.11's NetcatSource, given a batch at a time. */
export function netcat(options: NetcatOptions, declared: Declared): Source<string> {
  return new NetcatSource({ ...netcatDefaults, ...options }, declared);
}

class NetcatSource implements Source<string> {
  readonly #settings: Settings;
  readonly #declared: Declared;
  readonly #server: Server;
  readonly #waiting: Socket[] = [];
  readonly #connections = new Set<Connection>();
  readonly #running = new Set<Promise<void>>();
  #start: (socket: Socket) => void = (socket) => {
    if (this.#waiting.length < this.#settings.maxConnections) this.#waiting.push(socket);
    else this.#refuse(socket);
  };
  #context: Context | null = null;

  constructor(settings: Settings, declared: Declared) {
    this.#settings = settings;
    this.#declared = declared;
    // Half open: a sender that has said all it has to say still waits for its answers.
    this.#server = createServer({ allowHalfOpen: true, highWaterMark: 65_536, noDelay: true }, (socket) => {
      this.#start(socket);
    });
  }

  async open(context: Context): Promise<void> {
    const { bind, port, encoding } = this.#settings;
    this.#context = context;
    try {
      createDecoder(encoding);
      await listen(this.#server, bind, port);
    } catch (error) {
      throw new ComponentError(this.#declared, reasonOf(error, this.#settings), { cause: error });
    }
    const address = this.#server.address();
    const actual = address === null || typeof address === "string" ? port : address.port;
    context.log.info(`listens on ${bind}:${actual}`, { port: actual });
    this.#server.on("error", (error) => context.log.warn(`cannot accept a connection: ${error.message}`));
  }

  async run(output: Output<string>): Promise<void> {
    const context = this.#context!;
    this.#start = (socket) => {
      if (!this.#hasRoom()) return this.#refuse(socket);
      const connection = new Connection(socket, this.#settings, context);
      this.#connections.add(connection);
      const running = connection.run(output).finally(() => {
        this.#connections.delete(connection);
        this.#running.delete(running);
      });
      this.#running.add(running);
    };
    for (const socket of this.#waiting.splice(0)) this.#start(socket);
    await aborted(context.draining);
    this.#server.close();
    await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#waiting) socket.destroy();
  }

  /** Nobody can keep the others out by connecting and saying nothing. */
  #hasRoom(): boolean {
    const { maxConnections } = this.#settings;
    if (this.#connections.size < maxConnections) return true;
    const { clock, count, log } = this.#context!;
    const [silent] = [...this.#connections].sort((a, b) => a.lastHeard - b.lastHeard);
    if (silent === undefined || clock.now() - silent.lastHeard < LEAST_SILENCE) return false;
    count("idleConnections");
    log.once("silent", `more than ${maxConnections} connections: the one that was silent for longest was closed`);
    silent.end();
    this.#connections.delete(silent);
    return true;
  }

  #refuse(socket: Socket): void {
    socket.destroy();
    const { count, log } = this.#context!;
    count("refusedConnections");
    log.once("maxConnections", `more than ${this.#settings.maxConnections} connections: one was refused`);
  }
}

async function listen(server: Server, bind: string, port: number): Promise<void> {
  // `localhost` as IPv4 where there is a choice: that is what Java does, and what senders try first.
  const { address } = await lookup(bind, { verbatim: false });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function reasonOf(error: unknown, { bind, port }: Settings): string {
  if (error instanceof RangeError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : "";
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} on ${bind} is in use by another program`;
    case "EACCES":
      return `there is no permission to listen on port ${port}: ports below 1024 need the right to bind them`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${bind} is no address of this machine`;
    default:
      return `cannot listen on ${bind}:${port}: ${messageOf(error)}`;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
