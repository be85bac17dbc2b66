import { join } from "node:path";
import type { Plan } from "../../compiler/3-plan/plan.ts";
import type { Context } from "../../runtime/contract/context.ts";
import type { Program, startProgram } from "../../runtime/program/program.ts";
import { lock } from "../../runtime/system/directory-lock.ts";
import { standardOutput } from "../../stdlib/support/console/standard-output.ts";
import { counted } from "../console/counted.ts";
import { programsIn } from "../inspect/find-program.ts";
import { holdersOf, rejectsOf } from "./holders.ts";
import { intoStopped } from "./into-stopped.ts";
import { deadFolder } from "./marks.ts";
import { refuseInUse } from "./refuse-in-use.ts";
import { dropLetters, lettersToSend, MOST_TOGETHER, sendLetters, type ToSend } from "./replay-letters.ts";
import { listLetters, showLetters } from "./show-letters.ts";
import { intoRunning, type WayAgain } from "./way-again.ts";

/** What `sluice dead` is asked to do, and with which program. */
export interface DeadRequest {
  readonly action: "list" | "show" | "replay" | "drop";
  readonly plan: Plan;
  /** Names of fields, and of headers, whose values are not shown. */
  readonly masked: ReadonlySet<string>;
  readonly program: Program;
  /** Of the program's own runtime. */
  readonly start: typeof startProgram;
  readonly dataDir: string;
  readonly name: string;
  /** Null for all holders. */
  readonly holder: string | null;
  readonly edge: string | null;
  readonly ids: readonly string[];
  /** Null for all. */
  readonly limit: number | null;
  /** Also those that were sent again or dropped. */
  readonly all: boolean;
  readonly json: boolean;
}

/** Letters that `show` prints unless it is told otherwise. */
const SHOWN = 20;

/** `sluice dead`. Rejects with an error of one line. */
export async function manageLetters(request: DeadRequest, context: Context): Promise<void> {
  const { action, plan, program, dataDir, holder, edge, ids, limit, all, json, masked } = request;
  const known = holdersOf(plan);
  const holders = known.filter(({ id }) => holder === null || id === holder);
  if (holders.length === 0) {
    const there = known.length === 0 ? whyNone(plan) : `there are ${known.map(({ id }) => id).join(", ")}`;
    throw new Error(holder === null ? there : `no dead letters go to ${holder}; ${there}`);
  }
  const asked = { topics: program.topics ?? [], dataDir, edge, ids };
  const out = standardOutput;
  switch (action) {
    case "list":
      return await listLetters(holders, asked, context, { json, out, masked });
    case "show":
      return await showLetters(holders, asked, context, { json, out, all, masked, limit: limit ?? SHOWN });
    case "drop": {
      const dropped = await alone(dataDir, () => dropLetters(holders, asked, context, limit ?? Infinity));
      return await out(json ? `${JSON.stringify({ dropped })}\n` : `${counted(dropped, "letter")} dropped\n`);
    }
    case "replay":
      return await alone(dataDir, async () => {
        const found = await lettersToSend(holders, asked, context, limit ?? Infinity);
        const { sent, undecided, staying } = await replay(found, request, context.draining);
        if (json) return await out(`${JSON.stringify({ sent, undecided, staying: Object.fromEntries(staying) })}\n`);
        const twice = `; ${undecided} of them may have arrived before, since a replay was cut short`;
        await out(`${counted(sent, "letter")} sent again${undecided > 0 ? twice : ""}\n`);
        for (const [reason, count] of staying) await out(`${counted(count, "letter")} stayed: ${reason}\n`);
      });
  }
}

/** Rejects of a step are no dead letters: no target has refused them, so that there is no arrow to send them over again. */
function whyNone(plan: Plan): string {
  const rejects = rejectsOf(plan);
  const none = "the program has no `else -> …` behind a target";
  if (rejects.length === 0) return none;
  return `${none}; what its steps reject is in ${rejects.join(", ")}, and is not sent again`;
}

/** One at a time: two replays would send the same letters. */
async function alone<R>(dataDir: string, work: () => Promise<R>): Promise<R> {
  const held = await lock(join(deadFolder(dataDir), "lock"));
  try {
    return await work();
  } finally {
    await held.release();
  }
}

async function replay(found: ToSend, request: DeadRequest, stop: AbortSignal) {
  const edges = new Set(found.holders.flatMap(({ letters }) => letters.map(({ edge }) => edge)));
  if (edges.size === 0) return { sent: 0, undecided: 0, staying: found.staying };
  const way = await wayAgain(request, edges, stop);
  try {
    return await sendLetters(found, way);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why}; up to ${MOST_TOGETHER} letters may have arrived, and the next replay sends them again`);
  } finally {
    await way.close();
  }
}

/** Into the program where it runs, and else to what its arrows lead to. */
async function wayAgain(request: DeadRequest, edges: ReadonlySet<string>, stop: AbortSignal): Promise<WayAgain> {
  const { dataDir, name } = request;
  const running = programsIn(dataDir, name).at(-1);
  if (running !== undefined) return await intoRunning(running.socket, stop);
  await refuseInUse(dataDir);
  return await intoStopped(request, edges, stop);
}
