/**
 * What may be lost or come twice on each path, folded from what the components declare. A path is as good as its
 * weakest step; every step that lowers it is named with its reason and with what would raise it.
 *
 * Meant is a program that is killed at any moment, and peers that fail; what a failure of power may take is said where
 * an option decides it (`fsync`).
 */

import type { Span } from "../../../grammar/ast.ts";
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import type { Reported } from "../../../grammar/message.ts";
import { messages } from "../../model/messages/messages.ts";
import type { Plan, StreamOperator } from "../plan.ts";
import type { Choice } from "./choices.ts";
import type { Lowering, Step } from "./delivery.ts";
import { indexPlan } from "./plan-index.ts";
import { agentSegments, type Segment, segmentsOf, streamSegments } from "./segments.ts";

export type { Choice } from "./choices.ts";
export type { Lowering } from "./delivery.ts";

/** `bestEffort`: something may lose an event, and something may repeat one. */
export type Guarantee = "bestEffort" | Claim;

/** What a program may claim. */
export type Claim = "atMostOnce" | "atLeastOnce" | "exactlyOnce";

/** What a program may claim, from the weakest to the strongest. */
export const CLAIMS: readonly Claim[] = ["atMostOnce", "atLeastOnce", "exactlyOnce"];

/** From the weakest up. */
export const GUARANTEES: readonly Guarantee[] = ["bestEffort", ...CLAIMS];

/** A way of events from where they come in to where they leave. */
export interface PathReport {
  /** Agents and streams on the way, in order: one, but for a path through the whole program. */
  readonly owners: readonly string[];
  /** What it is called within its owner: `logs -> spool -> accesses`; through the program, `collect.logs -> …`. */
  readonly steps: readonly string[];
  /** Qualified names of the steps. */
  readonly ids: readonly string[];
  readonly guarantee: Guarantee;
  /** Each step that may lose or repeat events. */
  readonly lowerings: readonly Lowering[];
  /** True for what failed on the way and goes aside. */
  readonly rejects: boolean;
  readonly choices: readonly Choice[];
}

/** Every path through a single agent or stream. */
export function guaranteesOf(plan: Plan): PathReport[] {
  return segmentsOf(plan).map((segment) => pathOf([segment]));
}

/** Every topic between two streams can double the number of paths; nobody reads more than these. */
export const MOST_PATHS = 500;

/**
 * Every path through more than one agent or stream, from where events enter the program to where they leave it, up to
 * `MOST_PATHS`. A path that comes back to where it was ends there.
 */
export function wholePaths(plan: Plan): PathReport[] {
  const segments = segmentsOf(plan);
  const fed = new Set(segments.map((segment) => segment.to));
  const onward = new Map<string, Segment[]>();
  for (const one of segments) if (one.from !== null) onward.set(one.from, [...(onward.get(one.from) ?? []), one]);
  const found: PathReport[] = [];
  const extend = (way: readonly Segment[]): void => {
    if (found.length === MOST_PATHS) return;
    const next = (onward.get(way.at(-1)?.to ?? "") ?? []).filter((one) => !way.includes(one));
    for (const one of next) extend([...way, one]);
    if (next.length === 0 && way.length > 1) found.push(pathOf(way));
  };
  for (const segment of segments) if (segment.from === null || !fed.has(segment.from)) extend([segment]);
  return found;
}

/** Claims (`guarantees atLeastOnce`) that do not hold, and words that are no guarantee. */
export function checkGuarantees(plan: Plan): Diagnostic[] {
  const index = indexPlan(plan);
  return [...plan.agents, ...plan.streams].flatMap((owner): Diagnostic[] => {
    if (owner.guarantees === null || owner.guarantees === "") return [];
    const { file, span } = owner.claimedAt ?? owner.place;
    const at = { file, span };
    const claimed = owner.guarantees as Claim;
    if (!CLAIMS.includes(claimed)) return [{ ...noClaim(claimed, span), ...at }];
    const segments = "flows" in owner ? agentSegments(index, owner) : streamSegments(index, owner);
    const broken = segments.map((segment) => pathOf([segment])).find((one) => breaking(claimed, one).length > 0);
    if (broken === undefined) return [];
    const guilty = breaking(claimed, broken);
    const parameters = {
      name: owner.name,
      claimed,
      path: broken.steps.join(" -> "),
      actual: keeps(broken, claimed),
      raise: [...new Set(guilty.map((one) => one.raise))].join(" "),
    };
    const labels = guilty.map((one) => ({ file: one.place.file, span: one.place.span, message: one.reason }));
    return [{ ...messages.report("FLOW5014", parameters), ...at, labels }];
  });
}

function noClaim(word: string, span: Span): Reported & Pick<Diagnostic, "fixes"> {
  if (word === "bestEffort") {
    const help = "Leave it out: it claims nothing that does not hold anyway.";
    return messages.report("FLOW5008", { name: word, help });
  }
  const near = suggest(word, CLAIMS);
  const fixes = near === null ? [] : [{ title: `Write \`${near}\``, edits: [{ span, text: near }], safe: true }];
  const help = "Guarantees are `atMostOnce`, `atLeastOnce` and `exactlyOnce`.";
  return { ...messages.report("FLOW5008", { name: word, help }), fixes };
}

/** The steps of a path that break a claim. */
function breaking(claimed: Claim, { lowerings }: PathReport): readonly Lowering[] {
  switch (claimed) {
    case "exactlyOnce":
      return lowerings;
    case "atLeastOnce":
      return lowerings.filter((one) => one.to === "atMostOnce");
    case "atMostOnce":
      return lowerings.filter((one) => one.to === "atLeastOnce");
  }
}

function keeps({ guarantee }: PathReport, claimed: Claim): string {
  if (claimed === "atMostOnce") return "may bring an event twice";
  return `keeps only \`${guarantee}\``;
}

function pathOf(way: readonly Segment[]): PathReport {
  const whole = way.length > 1;
  // A topic or channel that one segment ends in is what the next begins with.
  const stations = way.flatMap(({ steps }) => steps).filter((one, at, all) => one.id !== all[at - 1]?.id);
  const lowerings = sumOf(way);
  return {
    owners: way.map((segment) => segment.owner),
    steps: stations.map((step) => (whole ? step.id : step.name)),
    ids: stations.map((step) => step.id),
    guarantee: foldOf(lowerings),
    lowerings,
    rejects: way.some((segment) => segment.rejects),
    choices: way.flatMap((segment) => segment.choices),
  };
}

function foldOf(lowerings: readonly Lowering[]): Guarantee {
  const kinds = new Set(lowerings.map((one) => one.to));
  if (kinds.size === 2) return "bestEffort";
  return [...kinds][0] ?? "exactlyOnce";
}

/**
 * All that lowers a path. A sink that takes the same event twice without harm ends the repeats of all that stands
 * before it, unless something has made other elements of the events on the way: these differ when they come again.
 */
function sumOf(way: readonly Segment[]): readonly Lowering[] {
  const found: Lowering[] = [];
  const last: Step | undefined = way.at(-1)?.steps.at(-1);
  const endsRepeats = last?.endsRepeats === true;
  let combined = false;
  for (const { steps, combines } of way) {
    const repeatsBefore = found.some((one) => one.to === "atLeastOnce");
    const own = steps.flatMap((step) => step.lowerings);
    for (const one of own)
      if (!found.some((known) => known.place === one.place && known.reason === one.reason)) found.push(one);
    if (combines === null) continue;
    if (repeatsBefore) found.push(combinesRepeats(combines));
    else if (endsRepeats && own.some((one) => one.to === "atLeastOnce")) found.push(combinesAnew(combines));
    combined = true;
  }
  return endsRepeats && !combined ? found.filter((one) => one.to === "atMostOnce") : found;
}

function combinesRepeats({ name, names, place }: StreamOperator): Lowering {
  const reason = "it makes one element of several: what has come twice before is in there twice, and no sink can tell";
  const raise = "Nothing here can; let the events carry an id, and count ids.";
  return { step: names[0] ?? name, to: "atLeastOnce", reason, raise, place };
}

function combinesAnew({ name, names, place }: StreamOperator): Lowering {
  const reason = "a batch that is done again after a crash may have other events, so its result is another one";
  const raise = "Send single elements to the sink, without an operator that combines them.";
  return { step: names[0] ?? name, to: "atLeastOnce", reason, raise, place };
}
