import type { BigIntStats } from "../../runtime/system/files.ts";
import { type Identities, type Identity, mayBeSame } from "../support/inode-identity.ts";

/** What tells a file from another one that later has its name, and from itself with more in it. */
export interface FileVersion {
  readonly identity: Identity;
  readonly size: bigint;
  readonly mtimeNs: bigint;
}

/** The version that `stats` tell; `identities` know where birth times are true. */
export function fileVersion(stats: BigIntStats, identities: Identities): FileVersion {
  return { identity: identities.of(stats), size: stats.size, mtimeNs: stats.mtimeNs };
}

/** As it is noted: device, inode, size, time, and the time of birth where there is one. */
export function versionText({ identity, size, mtimeNs }: FileVersion): string {
  const { device, inode, birth } = identity;
  return [device, inode, size, mtimeNs, ...(birth === null ? [] : [birth])].join(" ");
}

/** Whether `noted` is the text of this version; early versions of Sluice noted no birth. */
export function isVersion(noted: string, { identity, size, mtimeNs }: FileVersion): boolean {
  const [device = null, inode = "", ...rest] = noted.split(" ");
  const birth = rest[2] ?? null;
  return (
    device === identity.device &&
    mayBeSame({ device, inode, birth }, identity) &&
    rest[0] === String(size) &&
    rest[1] === String(mtimeNs)
  );
}
