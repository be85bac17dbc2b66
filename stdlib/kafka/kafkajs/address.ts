import type kafkajs from "kafkajs";
import { connect, connectTls, isIP } from "../../../runtime/system/network.ts";

/**
 * kafkajs cuts `host:port` at the first colon. In an address of IPv6, which stands in brackets, the colons are therefore
 * hidden from it, until a socket is opened.
 */
export function hidden(broker: string): string {
  const [, address, port] = /^\[(.*)\]:(\d+)$/.exec(broker) ?? [];
  return address === undefined ? broker : `[${address.replaceAll(":", "_")}]:${port}`;
}

/** `text` of kafkajs as people know it: `[__1]:9092` is `[::1]:9092`. */
export function shown(text: string): string {
  return text.replace(/\[([\da-f_.]+)\](?=:\d)/gi, (bracketed) => bracketed.replaceAll("_", ":"));
}

const KEEP_ALIVE_DELAY = 60_000;

/** Opens a connection as kafkajs itself does, to hidden addresses too. */
export const openSocket: kafkajs.ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const address = host.startsWith("[") ? host.slice(1, -1).replaceAll("_", ":") : host;
  const where = { host: address, port };
  const socket = ssl
    ? connectTls({ ...where, ...(isIP(address) === 0 ? { servername: address } : {}), ...ssl }, onConnect)
    : connect(where, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY);
  return socket;
};
