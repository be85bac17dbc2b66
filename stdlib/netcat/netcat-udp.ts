import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { event, NO_HEADERS } from "../../runtime/contract/event.ts";
import type { Source } from "../../runtime/contract/source.ts";
import { deliver } from "../support/deliver.ts";
import { whyNotListening } from "../support/listening.ts";
import { textReader } from "../support/text-reader.ts";
import { UdpServer } from "../support/udp-server.ts";
import { type NetcatUdpOptions, netcatUdpDefaults } from "./netcat-udp.options.ts";

/** See `netcat-udp.flow`. */
export function netcatUdp(options: NetcatUdpOptions, declared: Declared): Source<string> {
  const settings = { ...netcatUdpDefaults, ...options };
  const { lines, remoteAddress } = settings;
  const server = new UdpServer(settings, declared);
  let context: Context;
  let textOf: (bytes: Buffer) => string;
  return {
    async open(given) {
      context = given;
      try {
        textOf = textReader(settings.encoding, given);
      } catch (error) {
        throw new ComponentError(declared, whyNotListening(error, settings), { cause: error });
      }
      await server.open(given);
    },
    run: (output) =>
      server.run(context, async (datagrams) => {
        const events = datagrams.flatMap(({ bytes, from }) => {
          const headers = remoteAddress === null ? NO_HEADERS : new Map([[remoteAddress, from]]);
          const text = textOf(bytes).replace(/\r?\n$/, "");
          return (lines ? text.split(/\r?\n/) : [text]).map((body) => event(body, headers));
        });
        await deliver(context, output, events);
      }),
    close: () => server.close(),
  };
}
