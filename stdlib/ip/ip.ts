import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { isIP, isIPv4, isIPv6 } from "../../runtime/system/network.ts";
import { shown } from "../text/shown.ts";
import { parseAddress, writeAddress } from "./address.ts";

/** Of either version. An address with a zone (`fe80::1%eth0`) is one of this machine's and none here. */
export function isIp(text: string): boolean {
  return isIP(text) !== 0 && !text.includes("%");
}

/** Four numbers from 0 to 255. */
export function isIpv4(text: string): boolean {
  return isIPv4(text);
}

/** Without a zone. */
export function isIpv6(text: string): boolean {
  return isIPv6(text) && !text.includes("%");
}

interface Network {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  readonly bits: number;
}

/** Networks are constants nearly always; this many made at run time are kept, then all are forgotten. */
const MOST_NETWORKS = 1000;

const networks = new Map<string, Network>();

/** Whether the address `text` lies in `network` (`10.0.0.0/8`). */
export function inNetwork(text: string, network: string): Fallible<boolean> {
  const address = parseAddress(text);
  if (address === null) return noAddress(text);
  const known = networks.get(network) ?? readNetwork(network);
  if (known instanceof Failure) return known;
  return address.length === known.address.length && sameStart(address, known.address, known.bits);
}

/** `text` with all but its first `bits` bits 0. */
export function networkAddress(text: string, bits: number): Fallible<string> {
  const address = parseAddress(text);
  if (address === null) return noAddress(text);
  const most = address.length * 8;
  if (bits < 0 || bits > most) return new Failure(`${text} has from 0 to ${most} bits, not ${bits}`);
  return writeAddress(address.map((byte, index) => byte & maskAt(index, bits)));
}

const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
];

/** False for anything but an address. */
export function isPrivateIp(text: string): boolean {
  return PRIVATE.some((network) => inNetwork(text, network) === true);
}

/** Of version 4 where it was mapped into version 6. */
export function normalizeIp(text: string): Fallible<string> {
  const address = parseAddress(text);
  return address === null ? noAddress(text) : writeAddress(address);
}

function readNetwork(text: string): Fallible<Network> {
  const [, base = "", digits = ""] = /^([^/]*)\/(\d{1,3})$/.exec(text) ?? [];
  const address = parseAddress(base);
  // A network of version 4 in the clothes of version 6 counts its bits from another start.
  const bits = Number(digits) - (address?.length === 4 && base.includes(":") ? 96 : 0);
  if (address === null || bits < 0 || bits > address.length * 8) {
    return new Failure(`${shown(text)} is not a network; one looks like 10.0.0.0/8 or 2001:db8::/32`);
  }
  if (networks.size >= MOST_NETWORKS) networks.clear();
  const network = { address, bits };
  networks.set(text, network);
  return network;
}

function sameStart(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  for (let index = 0; index * 8 < bits; index++) {
    if (((a[index]! ^ b[index]!) & maskAt(index, bits)) !== 0) return false;
  }
  return true;
}

/** Of the byte at `index`, the bits that belong to the first `bits` of all. */
function maskAt(index: number, bits: number): number {
  const within = Math.min(Math.max(bits - index * 8, 0), 8);
  return (0xff << (8 - within)) & 0xff;
}

function noAddress(text: string): Failure {
  return new Failure(`${shown(text)} is not an IP address`);
}
