/** True where two listeners on these addresses, with one port, would fight for it. Both are as a program writes them. */
export function addressesOverlap(a: string, b: string): boolean {
  const [one, other] = [written(a), written(b)];
  if (one === other) return true;
  // `::` takes connections of version 4, too; `0.0.0.0` leaves those of version 6 to others.
  return one === "::" || other === "::" || (one === "0.0.0.0" && !isV6(other)) || (other === "0.0.0.0" && !isV6(one));
}

/** True for an address that means all addresses of the machine. */
export function isWildcard(address: string): boolean {
  return ["0.0.0.0", "::"].includes(written(address));
}

/** One spelling of an address: of version 6 the shortest one, and `localhost` as the address that it stands for. */
function written(address: string): string {
  const text = address.trim().toLowerCase();
  if (text === "localhost") return "127.0.0.1";
  if (!isV6(text)) return text;
  const url = `http://[${text}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : text;
}

function isV6(address: string): boolean {
  return address.includes(":");
}
