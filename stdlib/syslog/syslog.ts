import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import type { Socket } from "../../runtime/system/network.ts";
import { whyNotListening } from "../support/listening.ts";
import { ServedSocket } from "../support/served-socket.ts";
import { TcpServer } from "../support/tcp-server.ts";
import { MessageReader, type SourceHeaders } from "./message.ts";
import { SyslogSession } from "./session.ts";
import { type SyslogOptions, syslogDefaults } from "./syslog.options.ts";

/** See `syslog.flow`. */
export function syslog(options: SyslogOptions, declared: Declared): Source<string> {
  return new SyslogSource({ ...syslogDefaults, ...options }, declared);
}

class SyslogSource implements Source<string> {
  readonly #settings: Required<SyslogOptions>;
  readonly #declared: Declared;
  readonly #server: TcpServer;
  #context: Context | null = null;

  constructor(settings: Required<SyslogOptions>, declared: Declared) {
    this.#settings = settings;
    this.#declared = declared;
    this.#server = new TcpServer({ ...settings, ports: [settings.port, ...(settings.morePorts ?? [])] }, declared);
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    try {
      new MessageReader(this.#settings, context);
    } catch (error) {
      throw new ComponentError(this.#declared, whyNotListening(error, this.#settings), { cause: error });
    }
    await this.#server.open(context);
  }

  run(output: Output<string>): Promise<void> {
    const context = this.#context!;
    const reader = new MessageReader(this.#settings, context);
    const { eventSize, idleTimeout } = this.#settings;
    return this.#server.run((stream) => {
      const headers = this.#headersOf(stream);
      return new ServedSocket(stream, idleTimeout, context, (socket) => {
        return new SyslogSession(socket, eventSize, { reader, headers }, context, output).read();
      });
    });
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #headersOf({ remoteAddress = "", localPort = 0 }: Socket): SourceHeaders {
    const { clientIPHeader, portHeader } = this.#settings;
    return [
      ...(clientIPHeader === null ? [] : [[clientIPHeader, remoteAddress] as const]),
      ...(portHeader === null ? [] : [[portHeader, String(localPort)] as const]),
    ];
  }
}
