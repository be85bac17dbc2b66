import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import { encodingOf } from "../support/framing/text-encoding.ts";
import { whyNotListening } from "../support/listening.ts";
import { ServedSocket } from "../support/served-socket.ts";
import { TcpServer } from "../support/tcp-server.ts";
import { Connection } from "./connection.ts";
import { type NetcatOptions, netcatDefaults } from "./netcat.options.ts";

/** A TCP server of lines. The answers are those of Flume 1.11's NetcatSource, given a batch at a time. */
export function netcat(options: NetcatOptions, declared: Declared): Source<string> {
  return new NetcatSource({ ...netcatDefaults, ...options }, declared);
}

class NetcatSource implements Source<string> {
  readonly #settings: Required<NetcatOptions>;
  readonly #declared: Declared;
  readonly #server: TcpServer;
  #context: Context | null = null;

  constructor(settings: Required<NetcatOptions>, declared: Declared) {
    this.#settings = settings;
    this.#declared = declared;
    this.#server = new TcpServer({ ...settings, ports: [settings.port] }, declared);
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    try {
      encodingOf(this.#settings.encoding);
    } catch (error) {
      throw new ComponentError(this.#declared, whyNotListening(error, this.#settings), { cause: error });
    }
    await this.#server.open(context);
  }

  run(output: Output<string>): Promise<void> {
    const [settings, context] = [this.#settings, this.#context!];
    return this.#server.run((stream) => {
      return new ServedSocket(stream, settings.idleTimeout, context, (socket) => {
        return new Connection(socket, settings, context, output).read();
      });
    });
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
