/** Addresses of servers in texts: what is wrong with one, before a start finds out. */

/** A name or IPv4 address, or an IPv6 address in brackets, and behind it a port. */
const HOST_AND_PORT = /^(?:[^\s:[\]/]+|\[[\da-f:.]+\]):(\d{1,5})$/i;

/** The port of what stands between `//` and the first `/` of a URL, behind a name or an address in brackets. */
const PORT_OF_URL = /^[^/]*:\/\/(?:[^/?#@]*@)?(?:\[[^\]/]*\]|[^:/?#[\]]*):(\d+)(?=[/?#]|$)/;

const GREATEST_PORT = 65_535;

/** Finds the first part of a comma-separated list that is not an address, and says why; null when all of them are. */
export function faultOfAddresses(list: string): { readonly address: string; readonly why: string } | null {
  const addresses = list
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  if (addresses.length === 0) return { address: list, why: "it names no server" };
  for (const address of addresses) {
    const port = HOST_AND_PORT.exec(address)?.[1];
    if (port === undefined) return { address, why: whyNone(address) };
    if (!isPort(port)) return { address, why: PORTS };
  }
  return null;
}

/** The port in `url` that no server can have; null where there is none. */
export function faultOfUrl(url: string): { readonly address: string; readonly why: string } | null {
  const port = PORT_OF_URL.exec(url)?.[1];
  if (port === undefined || isPort(port)) return null;
  // Without a name and password, which may stand in it.
  return { address: url.replace(/\/\/[^/?#@]*@/, "//"), why: PORTS };
}

const PORTS = `ports are 1 to ${GREATEST_PORT}`;

function isPort(digits: string): boolean {
  return Number(digits) >= 1 && Number(digits) <= GREATEST_PORT;
}

function whyNone(address: string): string {
  if (address.includes("://")) return "it is `host:port`, without a scheme";
  if (/^[^[]*:.*:/.test(address)) return "an IPv6 address stands in brackets: `[::1]:9092`";
  return address.includes(":") ? "it is `host:port`" : `it has no port: \`${address}:9092\``;
}
