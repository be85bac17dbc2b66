import type { ListenAddress } from "./metered.ts";

/** `PORT` or `HOST:PORT`: of a port alone the loopback, as what is served is for others only where that is said. Null of anything else. */
export function addressOf(text: string): ListenAddress | null {
  const [, host, digits] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65535) return null;
  return { host: host?.replace(/^\[(.*)\]$/, "$1") ?? "127.0.0.1", port };
}
