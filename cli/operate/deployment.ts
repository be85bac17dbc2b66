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
  /** Ports that its sources listen on, as far as the program says them. */
  readonly ports: readonly Port[];
  /** Sources that listen on this machine alone, which nobody outside of a container reaches. */
  readonly local: readonly string[];
  /** Where its metrics are served. */
  readonly metrics: number;
  /** How many processes can share the work: more than one where it reads nothing but topics. */
  readonly copies: number;
}

/** A port that something listens on. */
export interface Port {
  readonly number: number;
  readonly protocol: "tcp" | "udp";
}

/** Where its metrics are served, unless a source listens there. */
const METRICS_PORT = 9400;

/** Ports below this are for root, unless the system says otherwise. */
const FIRST_FREE_PORT = 1024;

/** Most characters of a name: Kubernetes gives a set's processes the name with more behind it, of 63 in all. */
const LONGEST_NAME = 52;

/** How long a stop may take, in seconds: the drain timeout, and some time to close. */
export const STOP_SECONDS = 45;

/** Whether it listens on a port that an ordinary user must not take. */
export function takesLowPort({ ports }: Pick<Deployment, "ports">): boolean {
  return ports.some(({ number }) => number < FIRST_FREE_PORT);
}

/** What the plan and the tree of a program say of how to deploy it. */
export function deploymentOf(plan: Plan, checked: Checked): Deployment {
  const base = plan.file.replace(/\.flow$/, "");
  const ports = portsOf(plan);
  const taken = new Set(ports.map(({ number }) => number));
  let metrics = METRICS_PORT;
  while (taken.has(metrics)) metrics += 1;
  return {
    name: nameOf(base),
    file: `${base}.mjs`,
    source: plan.file,
    variables: [...environmentVariables(checked.units).keys()].sort(),
    ports,
    local: localListeners(plan),
    metrics,
    copies: copiesOf(plan),
  };
}

/** As Kubernetes takes it of a service: small letters, digits and strokes, a letter first. */
function nameOf(base: string): string {
  const plain = base.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const name = /^-*[a-z]/.test(plain) ? plain : `sluice-${plain}`;
  return name.replace(/^-+/, "").slice(0, LONGEST_NAME).replace(/-+$/, "");
}

function portsOf(plan: Plan): Port[] {
  const ports = sourcesOf(plan).flatMap((source): (readonly [string, Port])[] => {
    // What has an address to listen on has an option `bind`.
    if (source.kind !== "component" || !source.options.has("bind")) return [];
    const number = source.options.get("port");
    if (typeof number !== "number" || number <= 0) return [];
    const protocol = source.maker.exclusiveFor === "udp" ? "udp" : "tcp";
    return [[`${number} ${protocol}`, { number, protocol }]];
  });
  return [...new Map(ports).values()];
}

/** Addresses that only this machine has. */
const LOCAL = /^(localhost|127\.[\d.]+|::1)$/;

function localListeners(plan: Plan): string[] {
  return sourcesOf(plan).flatMap((source) => {
    const bind = source.kind === "component" ? source.options.get("bind") : undefined;
    return typeof bind === "string" && LOCAL.test(bind) ? [source.id] : [];
  });
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
