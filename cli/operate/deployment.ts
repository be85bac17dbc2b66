import type { Plan } from "../../compiler/3-plan/plan.ts";
import type { Checked } from "../../compiler/model/checked.ts";
import { environmentVariables } from "../environment-variables.ts";
import { sourcesOf } from "./endpoints.ts";

/** What has to be known of a program to run it elsewhere. */
export interface Deployment {
  /** As units, images and manifests may be called: `access-log`. */
  readonly name: string;
  /** Name of the built program: `access_log.mjs`. */
  readonly file: string;
  /** The source: `access_log.flow`. */
  readonly source: string;
  /** Environment variables that it reads, secrets among them. */
  readonly variables: readonly string[];
  /** TCP ports that its sources listen on, as far as the program says them. */
  readonly ports: readonly number[];
  /** How many processes can share the work: more than one where it reads nothing but topics. */
  readonly copies: number;
}

/** Where its metrics are served, unless that is changed. */
export const METRICS_PORT = 9400;

/** How long a stop may take, in seconds: the drain timeout, and some time to close. */
export const STOP_SECONDS = 45;

/** What the plan and the tree of a program say of how to deploy it. */
export function deploymentOf(plan: Plan, checked: Checked): Deployment {
  const base = plan.file.replace(/\.flow$/, "");
  const name = base
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return {
    name: name === "" ? "sluice" : name,
    file: `${base}.mjs`,
    source: plan.file,
    variables: [...environmentVariables(checked.units).keys()].sort(),
    ports: portsOf(plan),
    copies: copiesOf(plan),
  };
}

function portsOf(plan: Plan): number[] {
  const ports = sourcesOf(plan).flatMap((source) => {
    // What has an address to listen on has an option `bind`.
    const port = source.kind === "component" && source.options.has("bind") ? source.options.get("port") : undefined;
    return typeof port === "number" && port > 0 ? [port] : [];
  });
  return [...new Set(ports)];
}

function copiesOf(plan: Plan): number {
  const { streams, topics } = plan;
  const keeps = streams.some(({ nodes }) => nodes.some((node) => node.kind === "operator" && node.isStateful));
  const partitions = sourcesOf(plan).map((source) => {
    const topic = source.kind === "topicReader" ? topics.find(({ id }) => id === source.topic) : undefined;
    return topic?.maker.isDistributed ? (topic.maker.readers?.value ?? 1) : 1;
  });
  return keeps || partitions.length === 0 ? 1 : Math.min(...partitions);
}
