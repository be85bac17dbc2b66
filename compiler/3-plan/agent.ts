import type { AgentDecl, Wire } from "../../grammar/ast.ts";
import type { Unit } from "../model/checked.ts";
import { ERROR } from "../model/types/construct.ts";
import { type AgentDraft, declare } from "./agent-draft.ts";
import { idOf, keptIdOf, type PlanContext } from "./context.ts";
import { createNames } from "./names.ts";
import type { AgentPlan } from "./plan.ts";
import { isHead, planWire } from "./wire.ts";

/** Plans an agent: its components, and a flow from each source and channel. */
export function planAgent(context: PlanContext, decl: AgentDecl, unit: Unit): AgentPlan {
  const declared = decl.members.filter((member) => member.kind === "ComponentDecl");
  const draft: AgentDraft = {
    context,
    id: idOf(context, decl),
    keptAs: keptIdOf(context, decl),
    unit,
    names: createNames(declared.flatMap(({ name, was }) => (was === null ? [name.text] : [name.text, was.value]))),
    operatorNames: createNames(),
    sources: new Map(),
    channels: new Map(),
    sinks: new Map(),
    groups: new Map(),
    flows: [],
  };
  for (const member of declared) if (member.role === "source") declare(draft, member, null);
  planWires(
    draft,
    decl.members.filter((member) => member.kind === "Wire"),
  );
  // What no wire reaches is an error of the program, and is shown by `graph` all the same.
  for (const member of declared) declare(draft, member, ERROR);
  return {
    id: draft.id,
    name: decl.name.text,
    keptAs: draft.keptAs,
    doc: decl.doc,
    place: context.places.at(unit, decl.name.span),
    guarantees: decl.guarantees?.text ?? null,
    claimedAt: decl.guarantees === null ? null : context.places.at(unit, decl.guarantees.span),
    sources: [...draft.sources.values()],
    channels: [...draft.channels.values()],
    sinks: [...draft.sinks.values()],
    groups: [...draft.groups.values()],
    flows: draft.flows,
  };
}

/** Wires whose start is known first: what a channel holds is known once something flows into it. */
function planWires(draft: AgentDraft, wires: readonly Wire[]): void {
  let waiting = wires;
  for (;;) {
    const later = waiting.filter((wire) => !(isHead(draft, wire.from) && planWire(draft, wire)));
    if (later.length === 0 || later.length === waiting.length) return;
    waiting = later;
  }
}
