import type { Context, Declared } from "../../runtime/contract/context.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import { ServedSocket } from "../support/served-socket.ts";
import { TcpServer } from "../support/tcp-server.ts";
import { textReader } from "../support/text-reader.ts";
import { type AvroOptions, avroDefaults } from "./avro.options.ts";
import { Deflated } from "./deflated.ts";
import { AvroSession } from "./session.ts";

/** See `avro.flow`. */
export function avro(options: AvroOptions, declared: Declared): Source<string> {
  const settings = { ...avroDefaults, ...options };
  const isPacked = settings.compression === "deflate";
  const isPackedOutside = isPacked && settings.tlsCert !== null && settings.outermost === "deflate";
  const server = new TcpServer(
    { ...settings, ports: [settings.port] },
    declared,
    isPackedOutside ? (socket) => new Deflated(socket) : null,
  );
  let context: Context;
  return {
    async open(given) {
      context = given;
      await server.open(given);
    },
    run(output: Output<string>) {
      const textOf = textReader("utf-8", context);
      return server.run((connection) => {
        const stream = isPacked && !isPackedOutside ? new Deflated(connection) : connection;
        return new ServedSocket(stream, settings.idleTimeout, context, (socket) => {
          return new AvroSession(socket, settings.maxCallSize, context, output, textOf).read();
        });
      });
    },
    close: () => server.close(),
  };
}
