/** What becomes of the state of streams, by the functions that a start asks. */
import type { Plan, StreamOperator, StreamPlan } from "../../../compiler/3-plan/plan.ts";
import { type DeclaredStream, judgeStreams } from "../../../runtime/state/judge/judge-streams.ts";
import { type DeclaredTable, judgeTables, type TableVerdict } from "../../../runtime/state/judge/judge-tables.ts";
import type { StoredTable } from "../../../runtime/state/manifest.ts";
import type { Change } from "./change.ts";
import { schemaOf } from "./schema-of.ts";

const REASONS = {
  gone: "the program has no stream of that name any more",
  stateless: "none of its operators keeps anything any more",
} as const;

/** What a restart with the new program makes of the state that the old one has kept. */
export function diffState(before: Plan, after: Plan): Change[] {
  const declared = after.streams.map(declaredStream);
  const stored = before.streams.filter((stream) => tablesOf(stream).size > 0);
  const verdicts = judgeStreams(
    stored.map(({ keptAs }) => keptAs),
    declared,
  );
  const changes = stored.flatMap((old, index): Change[] => {
    const { taker, reason } = verdicts[index]!;
    const stream = after.streams.find(({ name }) => name === taker?.name);
    if (stream === undefined) {
      return [
        {
          subject: "state",
          owner: old.id,
          name: old.id,
          verdict: "lost",
          reason: REASONS[reason ?? "gone"],
          discard: old.keptAs,
        },
      ];
    }
    return judgeTables(storedTables(old), tablesOf(stream)).map((verdict) => tableChange(verdict, old, stream));
  });
  const known = new Set(verdicts.map(({ taker }) => taker?.name));
  const begun = after.streams.filter(({ name }) => !known.has(name));
  return [...changes, ...begun.flatMap((stream) => [...tablesOf(stream).keys()].map((name) => newTable(stream, name)))];
}

/** Batches of another length: times of batches and windows are counted from the start. */
export function diffIntervals(before: Plan, after: Plan): Change[] {
  return after.streams.flatMap((stream): Change[] => {
    const old = before.streams.find(({ keptAs }) => keptAs === stream.keptAs);
    const [was, is] = [old?.cadences[0], stream.cadences[0]];
    if (was === undefined || is === undefined || (was.ms === null ? was.id === is.id : was.ms === is.ms)) return [];
    const reason = `every ${was.id}, now every ${is.id}: batches and windows are counted from the start, and none that was missed is run`;
    const name = `${stream.id} every`;
    return [{ subject: "interval", owner: stream.id, name, verdict: "changed", reason, discard: null }];
  });
}

function declaredStream(stream: StreamPlan): DeclaredStream {
  return { name: stream.name, keptAs: stream.keptAs, isStateful: tablesOf(stream).size > 0 };
}

/** What the operators of a stream keep, by the names that it is kept under. */
function tablesOf(stream: StreamPlan): ReadonlyMap<string, DeclaredTable> {
  const tables = new Map<string, DeclaredTable>();
  for (const node of stream.nodes) {
    if (node.kind !== "operator" || node.keeps === null) continue;
    const { key, value } = node.keeps;
    const every = node.windowed === null ? null : intervalOf(stream, node);
    tables.set(node.keptAs, {
      kind: node.name,
      key: schemaOf(key.element),
      value: schemaOf(value.element),
      ...(every === null ? {} : { every }),
      ...(node.keptAsChain === null ? {} : { chain: node.keptAsChain }),
    });
  }
  return tables;
}

/** How often the input of an operator has a batch, in ms; null where that is known at the start only. */
function intervalOf({ nodes, cadences }: StreamPlan, { inputs }: StreamOperator): number | null {
  const input = nodes.find(({ id }) => id === inputs[0].node);
  return cadences.find(({ id }) => id === input?.cadence)?.ms ?? null;
}

/** The tables that a run of a program leaves of a stream. */
export function storedTables(stream: StreamPlan): StoredTable[] {
  return [...tablesOf(stream)].map(([name, { chain, ...table }], id) => ({
    id,
    name,
    ...table,
    ...(chain === undefined ? {} : { chain }),
  }));
}

function tableChange({ verdict, stored, name, reason }: TableVerdict, old: StreamPlan, stream: StreamPlan): Change {
  const owner = stream.id;
  if (name === null) {
    const discard = `${stream.id}.${stored?.name}`;
    return {
      subject: "state",
      owner,
      name: `${old.id}.${stored?.name}`,
      verdict: "lost",
      reason: reason ?? "",
      discard,
    };
  }
  if (verdict === "begun") return newTable(stream, name);
  const moved = stored?.name === name ? "" : `it was ${stored?.name}`;
  const types = "its values are written with their new types by the first batch";
  return {
    subject: "state",
    owner,
    name: `${owner}.${name}`,
    verdict: verdict === "migrated" ? "migrated" : "kept",
    reason: verdict === "migrated" ? types : moved,
    discard: null,
  };
}

function newTable({ id }: StreamPlan, name: string): Change {
  return { subject: "state", owner: id, name: `${id}.${name}`, verdict: "new", reason: "", discard: null };
}
