/** What the machine says of itself and of the user: the one module of runtime and standard library that asks. */

export { hostname, networkInterfaces, tmpdir, userInfo } from "node:os";

/** Time that this process has computed, all its threads together, in ms. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
