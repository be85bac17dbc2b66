import { BlockList, isIPv4, isIPv6 } from "../../runtime/system/network.ts";

/** Addresses that may send. */
export class AllowList {
  /** Null lets everybody in. */
  readonly #allowed: BlockList | null;

  /** `entries`: addresses and networks, `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`. Throws a RangeError for anything else. */
  constructor(entries: readonly string[] | null) {
    this.#allowed = entries === null ? null : listOf(entries);
  }

  /** An IPv4 address may come as one of IPv6: `::ffff:10.0.0.7`. */
  has(address: string | undefined): boolean {
    if (this.#allowed === null) return true;
    if (address === undefined) return false;
    const [bare = ""] = address.replace(/^::ffff:(?=\d+\.)/i, "").split("%", 1);
    return this.#allowed.check(bare, isIPv4(bare) ? "ipv4" : "ipv6");
  }
}

function listOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits, more] = entry.trim().split("/");
    const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : null;
    const most = family === "ipv4" ? 32 : 128;
    const isSound = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
    if (family === null || more !== undefined || !isSound) {
      throw new RangeError(`allow: "${entry}" is neither an address nor a network, such as 10.0.0.7 or 10.0.0.0/8`);
    }
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
