import { diskHost, hostPath } from "../../cli/disk-host.ts";
import { graphOf } from "../../cli/graph/from-plan.ts";
import { toSvg } from "../../cli/graph/svg.ts";
import { analyse } from "../../compiler/compile.ts";

/** Drawings of samples that pages show, by path below the checkout: what `sluice graph` draws of them. */
export function pictures(root: string): ReadonlyMap<string, string> {
  const host = diskHost();
  const { plan } = analyse(host, hostPath(`${root}/samples/access-log/access-log.flow`));
  return new Map([["docs/images/access-log.svg", toSvg(graphOf(plan))]]);
}
