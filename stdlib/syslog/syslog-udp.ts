import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Source } from "../../runtime/contract/source.ts";
import { deliver } from "../support/deliver.ts";
import { whyNotListening } from "../support/listening.ts";
import { UdpServer } from "../support/udp-server.ts";
import { trimmed } from "./frames.ts";
import { MessageReader } from "./message.ts";
import { type SyslogUdpOptions, syslogUdpDefaults } from "./syslog-udp.options.ts";

/** See `syslog-udp.flow`. */
export function syslogUdp(options: SyslogUdpOptions, declared: Declared): Source<string> {
  const settings = { ...syslogUdpDefaults, ...options };
  const server = new UdpServer(settings, declared);
  const { eventSize, clientIPHeader } = settings;
  let context: Context;
  let reader: MessageReader;
  return {
    async open(given) {
      context = given;
      try {
        reader = new MessageReader(settings, given);
      } catch (error) {
        throw new ComponentError(declared, whyNotListening(error, settings), { cause: error });
      }
      await server.open(given);
    },
    run: (output) =>
      server.run(context, async (datagrams) => {
        const events = datagrams.map(({ bytes, from }) => {
          const message = trimmed(bytes);
          const frame = { bytes: message.subarray(0, eventSize), isWhole: message.length <= eventSize };
          return reader.read(frame, clientIPHeader === null ? [] : [[clientIPHeader, from]]);
        });
        await deliver(context, output, events);
      }),
    close: () => server.close(),
  };
}
