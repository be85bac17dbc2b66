import { posix } from "node:path";

/** Where one name node answers HTTP. */
export interface NameNodeAddress {
  readonly host: string;
  readonly port: number;
}

/** The place that a `path` names; `path` is absolute and may have escapes. */
export type Location =
  | { readonly kind: "local"; readonly path: string }
  | {
      readonly kind: "webhdfs";
      readonly name: string;
      readonly nameNodes: readonly NameNodeAddress[];
      /** Whether calls are encrypted: `swebhdfs`. */
      readonly isSecure: boolean;
      readonly path: string;
    };

/** Hadoop's default of `dfs.namenode.https-address`. */
const SECURE_PORT = 9871;

/** A path that names no place; the message says what to write. */
class LocationError extends Error {}

/**
 * Reads `file:///dir`, `hdfs://nn1:8020,nn2:8020/dir` (several name nodes of one cluster, tried in order; the ports
 * are those of Hadoop's own protocol, so `webhdfsPort` is taken instead), `webhdfs://nn1:9870/dir` (whose port is the one to
 * ask) and the same over TLS, `swebhdfs://nn1:9871/dir`. Throws LocationError.
 */
export function parseLocation(text: string, webhdfsPort: number): Location {
  const [, scheme, authority = "", path = ""] = /^([a-z]+):\/\/([^/]*)(\/.*)?$/s.exec(text) ?? [];
  switch (scheme) {
    case "file":
      if (authority !== "")
        throw new LocationError(
          `"${text}" names a host; a path of this machine has three slashes: "file:///${text.slice(7)}"`,
        );
      return { kind: "local", path: normal(text, path) };
    case "hdfs":
    case "webhdfs":
    case "swebhdfs": {
      const isSecure = scheme === "swebhdfs";
      const nameNodes = authority.split(",").map((one) => {
        const { host, port } = parseAuthority(text, one);
        if (scheme === "hdfs") return { host, port: webhdfsPort };
        return { host, port: port ?? (isSecure ? SECURE_PORT : webhdfsPort) };
      });
      return { kind: "webhdfs", name: `${scheme}://${authority}`, nameNodes, isSecure, path: normal(text, path) };
    }
    default:
      throw new LocationError(`"${text}" is not a place for files; write "hdfs://NAMENODE:8020/DIR" or "file:///DIR"`);
  }
}

function parseAuthority(text: string, authority: string): { readonly host: string; readonly port: number | null } {
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[^\s:[\]%@]+)(?::(\d{1,5}))?$/.exec(authority) ?? [];
  if (host === undefined)
    throw new LocationError(`"${text}" has no name node where "HOST:PORT" is expected: "${authority}"`);
  return { host: host.replace(/^\[|\]$/g, ""), port: port === undefined ? null : Number(port) };
}

function normal(text: string, path: string): string {
  if (path === "") throw new LocationError(`"${text}" has no directory after the host; \`/\` is the topmost one`);
  const normalized = posix.normalize(path);
  return normalized === "/" ? normalized : normalized.replace(/\/$/, "");
}
