import { LossError } from "../../contract/loss-error.ts";
import { StartError } from "../../contract/start-error.ts";
import type { Stream } from "../../engine/stream/stream.ts";
import { type DeclaredStream, judgeStreams, type StreamVerdict } from "../../state/judge/judge-streams.ts";
import { hasKept, stateFiles, storedStreams } from "../../state/state-files.ts";
import { rm } from "../../system/files.ts";

/** Why nothing takes over the state of a stream, in the words of the message. */
const REASONS = {
  gone: "which it does not declare any more",
  stateless: "none of whose operators keeps anything any more",
} as const;

/** A program, its data directory, and the state that its command line gives up. */
export interface OrphanSettings {
  /** Name of the program. */
  readonly program: string;
  /** Where an error is said to be. */
  readonly place: string;
  readonly dataDir: string;
  /** All streams that the program declares. */
  readonly declared: readonly Stream[];
  /** Names of those that start, which `--only` may have chosen. */
  readonly starting: readonly string[];
  readonly discardState: readonly string[];
  /** Names of other things that it would lose, which may be given up as well. */
  readonly others: readonly string[];
}

/** State of streams that nothing takes over. */
export interface Orphans {
  /** Names of the streams. */
  readonly streams: readonly string[];
  /** One, or none where all of it is given up. */
  readonly loss: readonly LossError[];
  /** Removes it, for when nothing else stops the start. */
  giveUp(): Promise<void>;
}

/**
 * The state of streams that cannot take it over, as of one that was renamed: it would be lost unnoticed. Rejects for a name
 * in `discardState` by which nothing is kept.
 */
export async function findOrphans(settings: OrphanSettings): Promise<Orphans> {
  const { program, place, dataDir, discardState } = settings;
  const declared = settings.declared.map(declaredStream);
  const ofProgram = (await storedStreams(dataDir)).filter((one) => one.program === program);
  const stored = ofProgram.map(({ stream }) => stream);
  const orphans: StreamVerdict[] = [];
  for (const one of judgeStreams(stored, declared)) {
    // A directory in which no batch was ever finished has nothing to lose.
    if (one.taker === null && (await hasKept(dataDir, { program, stream: one.stored }))) orphans.push(one);
  }
  refuseUnknownStreams(settings, stored);
  const left = orphans.filter((orphan) => !discardState.includes(orphan.stored));
  return {
    streams: orphans.map((orphan) => orphan.stored),
    loss: left.length === 0 ? [] : [lossOf(left, program, place)],
    giveUp: async () => {
      for (const orphan of orphans) {
        await rm(stateFiles(dataDir, program, orphan.stored).directory, { recursive: true, force: true });
      }
    },
  };
}

function lossOf(left: readonly StreamVerdict[], program: string, place: string): LossError {
  const lost = left.map((orphan) => `${orphan.stored}, ${REASONS[orphan.reason ?? "gone"]}`).join("; ");
  return new LossError(
    place,
    `${program} has kept state of ${lost}; give the stream its name back, say \`was "${left[0]!.stored}"\` behind the ` +
      `name that it has now, or add ${left.map((orphan) => `--discard-state ${orphan.stored}`).join(" ")} to give up ` +
      "that state",
  );
}

function declaredStream({ name, kept, state }: Stream): DeclaredStream {
  return { name, keptAs: kept?.as ?? name, isStateful: state !== undefined };
}

/** A name that gives up nothing is a mistake, and nobody would notice. The tables of a stream that starts are its own affair. */
function refuseUnknownStreams(
  { program, place, declared, starting, discardState, others }: OrphanSettings,
  stored: string[],
): void {
  const namesOf = (stream: Stream) => new Set([stream.name, stream.kept?.as ?? stream.name]);
  const known = [...new Set([...declared.flatMap((stream) => [...namesOf(stream)]), ...stored])];
  const keeps = (stream: Stream) => stream.state !== undefined || stored.includes(stream.kept?.as ?? stream.name);
  for (const given of discardState) {
    if (others.some((name) => name === given || name.startsWith(`${given}.`))) continue;
    const isOf = (name: string) => given === name || given.startsWith(`${name}.`);
    const refuse = (why: string) => {
      throw new StartError(place, `--discard-state ${given}: ${why}`);
    };
    if (!known.some(isOf)) {
      const there = known.length === 0 ? "it has none" : `there are ${known.join(", ")}`;
      refuse(`${program} has no stream of that name; ${there}`);
    }
    const stream = declared.find((one) => [...namesOf(one)].some(isOf));
    if (stream === undefined) continue;
    if (!keeps(stream)) refuse(`stream ${stream.name} keeps nothing; ${statesOf(program, declared)}`);
    const isOrphan = stream.state === undefined;
    if (!isOrphan && !starting.includes(stream.name))
      refuse(`stream ${stream.name} is left out of this start (--only)`);
  }
}

/** What there is to give up. */
function statesOf(program: string, declared: readonly Stream[]): string {
  const names = declared.flatMap(({ name, state }) => Object.keys(state?.() ?? {}).map((table) => `${name}.${table}`));
  return names.length === 0 ? `no stream of ${program} does` : `what is kept is ${names.join(", ")}`;
}
