/** From options to where files go: everything about them that can be wrong is found here. */

import { hostname } from "../../runtime/system/host.ts";
import { lookup, lookupService } from "../../runtime/system/network.ts";
import { BucketNames } from "../support/rolling/names/bucket-names.ts";
import { type HostNames, needsHostNames, type Piece, parseTemplate } from "../support/rolling/names/template.ts";
import { zoneOffset } from "../support/rolling/names/wall-clock.ts";
import type { HdfsOptions } from "./hdfs.options.ts";
import { type Location, parseLocation } from "./location.ts";

/** Where the files of a sink go: the file system, and how names are made of escapes. */
export interface Destination {
  readonly location: Location;
  /** As far as it has no escapes. */
  readonly directory: string;
  readonly filePrefix: readonly Piece[];
  readonly names: BucketNames;
}

/** Options that say where files go. */
export type DestinationSettings = Omit<Required<HdfsOptions<never>>, "timestamp" | "headers">;

/** Throws an Error that says which option is wrong and what to write. */
export async function readDestination(settings: DestinationSettings): Promise<Destination> {
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
