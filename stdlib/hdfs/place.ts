/** From options to the place that files go to: everything about them that can be wrong is found here. */
import { lookup, lookupService } from "node:dns/promises";
import { hostname } from "node:os";
import { BucketNames } from "./bucket-names.ts";
import type { HdfsOptions } from "./hdfs.options.ts";
import { type Location, parseLocation } from "./location.ts";
import { type HostNames, needsHostNames, type Piece, parseTemplate } from "./template.ts";
import { zoneOffset } from "./wall-clock.ts";

export interface Place {
  readonly location: Location;
  /** As far as it has no escapes. */
  readonly directory: string;
  readonly filePrefix: readonly Piece[];
  readonly names: BucketNames;
}

/** Options that say where files go. */
export type PlaceSettings = Omit<Required<HdfsOptions<never>>, "timestamp" | "headers">;

/** Throws an Error that says which option is wrong and what to write. */
export async function readPlace(settings: PlaceSettings): Promise<Place> {
  const {
    filePrefix,
    fileSuffix,
    inUsePrefix,
    inUseSuffix,
    round,
    roundValue,
    roundUnit,
    timeZone,
    useLocalTimeStamp,
  } = settings;
  const location = parseLocation(settings.path, settings.webhdfsPort);
  const hosts = needsHostNames(location.path + filePrefix) ? await hostNames() : NO_HOSTS;
  const path = parseTemplate(location.path, hosts);
  if (roundValue < 1 || roundValue > (roundUnit === "hour" ? 24 : 60)) {
    throw new Error(`roundValue is ${roundValue}; it goes from 1 to 60, with hours to 24`);
  }
  if (location.kind === "webhdfs" && path.some((piece) => piece.kind === "literal" && piece.text.includes(":"))) {
    throw new Error(`"${settings.path}" has a \`:\` in its directory; HDFS takes none in names`);
  }
  const prefix = parseTemplate(filePrefix, hosts);
  return {
    location,
    directory: fixedDirectory(path),
    filePrefix: prefix,
    names: new BucketNames({
      path,
      filePrefix: prefix,
      offsetAt: offsetAt(timeZone),
      round: round ? { value: roundValue, unit: roundUnit } : null,
      useLocalTimeStamp,
      besidePrefix: Buffer.byteLength(inUsePrefix + fileSuffix + inUseSuffix) + COUNTER,
      forbidden: location.kind === "webhdfs" ? /[\p{Cc}:]/gu : /\p{Cc}/gu,
    }),
  };
}

/** `.1700000000000-1`, and `.gz` behind it. */
const COUNTER = 24;

function offsetAt(timeZone: string | null): (time: number) => number {
  try {
    return zoneOffset(timeZone);
  } catch (error) {
    throw new Error(`timeZone: there is no zone "${timeZone}"; write one such as "Europe/Berlin" or "UTC"`, {
      cause: error,
    });
  }
}

function fixedDirectory(path: readonly Piece[]): string {
  let fixed = "";
  for (const piece of path) {
    if (piece.kind !== "literal") return fixed.slice(0, fixed.lastIndexOf("/")) || "/";
    fixed += piece.text;
  }
  return fixed;
}

const NO_HOSTS: HostNames = { localhost: "", ip: "", fqdn: "" };

/** As Java's InetAddress tells them, which Flume asks. */
async function hostNames(): Promise<HostNames> {
  const localhost = hostname();
  const { address: ip } = await lookup(localhost);
  const fqdn = await lookupService(ip, 0).then(
    ({ hostname }) => hostname,
    () => localhost,
  );
  return { localhost, ip, fqdn };
}
