import type { Interceptor } from "../../runtime/contract/wire.ts";
import { hostname, networkInterfaces } from "../../runtime/system/host.ts";
import { addingHeader } from "./adding-header.ts";
import { type HostOptions, hostDefaults } from "./host.options.ts";

/** Adds the address or name of this machine, as it was when the program started. */
export function host<T>(options: HostOptions): Interceptor<T> {
  const { hostHeader, useIP, preserveExisting } = { ...hostDefaults, ...options };
  const value = useIP ? address() : hostname();
  return addingHeader(hostHeader, preserveExisting, () => value);
}

/** The first address under which others can reach this machine, an IPv4 one where there is one. */
function address(): string {
  const outward = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal);
  return (outward.find(({ family }) => family === "IPv4") ?? outward[0])?.address ?? "127.0.0.1";
}
