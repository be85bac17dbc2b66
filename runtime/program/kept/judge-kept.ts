import { isAbsolute } from "node:path";
import { LossError } from "../../contract/loss-error.ts";
import { messageOf } from "../../contract/message-of.ts";
import { StartError } from "../../contract/start-error.ts";
import type { AnyChannel } from "../../engine/agent/agent.ts";
import { readdir, rm, stat } from "../../system/files.ts";
import { type DeclaredThing, type Keeping, type KeptThing, keptThings, placeOfThing } from "./kept-things.ts";
import { notesOfOthers, readNote, writeNote } from "./note.ts";
import { findOrphans } from "./orphaned-state.ts";

/** A program that is to start, and what an earlier version of it may have left. */
export interface KeptSettings extends Keeping {
  /** Where an error is said to be. */
  readonly place: string;
  /** Names of the streams that start, which `--only` may have chosen. */
  readonly starting: readonly string[];
  readonly discardState: readonly string[];
  /** Another program each time, whatever its name: only the state of streams is looked at. */
  readonly isOneOff: boolean;
}

/** What a start makes of what is kept. */
export interface KeptVerdict {
  /** What would be lost, and is not given up: the program does not start. */
  readonly losses: readonly LossError[];
  /** Removes what is given up, and notes what the program keeps from now on. For when nothing else stops the start. */
  settle(): Promise<void>;
  /** Notes which of these channels are empty, before they are closed. */
  noteEmpty(channels: readonly AnyChannel[]): Promise<void>;
}

/** Something that was kept, and that the program would lose. */
interface LostThing {
  readonly thing: KeptThing;
  /** What becomes of it, in words. */
  readonly loss: string;
}

const LOSSES: Readonly<Record<KeptThing["what"], readonly [string, string]>> = {
  events: ["events in the channel", "would never be delivered"],
  positions: ["positions of the source", "would be gone, and what was read is read again"],
  records: ["records of the topic", "would be read by nobody"],
  group: ["positions of the reader", "would be gone, and with them the place to read on from"],
};

/**
 * Compares what an earlier version of a program has kept with what the program declares, and changes nothing. Rejects for
 * a name in `discardState` by which nothing is kept.
 */
export async function judgeKept(settings: KeptSettings): Promise<KeptVerdict> {
  const { program, dataDir, place, discardState, isOneOff, streams } = settings;
  const fail = (error: unknown) => {
    throw new StartError(place, messageOf(error), { cause: error });
  };
  const before = isOneOff ? [] : await readNote(dataDir, program).catch(fail);
  const declared = isOneOff ? [] : keptThings(settings);
  const now = declared.map(({ thing }) => thing);
  const lost = await lostThings(before, declared, settings);
  const others = lost.map(({ thing }) => thing.name);
  const orphans = await findOrphans({ ...settings, declared: streams, others });
  // Whoever gives up a stream gives up its groups, and so is it told.
  const given = [...discardState, ...orphans.streams];
  const left = lost.filter(({ thing: { name } }) => !given.some((one) => `${name}.`.startsWith(`${one}.`)));
  return {
    losses: [...orphans.loss, ...(left.length === 0 ? [] : [lossOf(left, settings)])],
    settle: async () => {
      await orphans.giveUp();
      for (const { thing } of lost) {
        // Records stay, as others may read them. So does what the program has put elsewhere.
        if (thing.what === "records" || isAbsolute(thing.at)) continue;
        await rm(placeOfThing(thing, dataDir), { recursive: true, force: true });
      }
      if (JSON.stringify(before) !== JSON.stringify(now)) await writeNote(dataDir, program, now).catch(fail);
    },
    noteEmpty: async (channels) => {
      const empty = channels.filter(({ size }) => size === 0);
      const all = declared.map(({ thing, keeper }) =>
        empty.some((one) => one === keeper) ? { ...thing, isEmpty: true } : thing,
      );
      // Where the disk does not take it, the channels count as if they had something.
      if (all.some((thing) => thing.isEmpty)) await writeNote(dataDir, program, all).catch(() => {});
    },
  };
}

async function lostThings(
  before: readonly KeptThing[],
  declared: readonly DeclaredThing[],
  { program, dataDir }: Keeping,
): Promise<LostThing[]> {
  const gone = before.flatMap((thing): LostThing[] => {
    const [what, becomes] = LOSSES[thing.what];
    const same = declared.find((one) => one.thing.what === thing.what && one.thing.at === thing.at);
    const misfit = (thing.element && same?.kept.misfit?.(thing.element)) ?? null;
    if (same !== undefined && misfit === null) return [];
    return [{ thing, loss: `${what} ${thing.name} ${misfit === null ? becomes : `would be left out: ${misfit}`}` }];
  });
  if (gone.length === 0) return [];
  const others = (await notesOfOthers(dataDir, program)).map(({ at }) => at);
  const lost: LostThing[] = [];
  for (const one of gone) {
    if (!others.includes(one.thing.at) && (await mayHold(one.thing, dataDir))) lost.push(one);
  }
  // How far a group has come means nothing without the records.
  const topics = lost.filter(({ thing }) => thing.what === "records");
  return lost.filter(
    ({ thing }) => thing.what !== "group" || !topics.some((topic) => thing.at.startsWith(`${topic.thing.at}/`)),
  );
}

/** A list of no positions, as JSON with the end of its line. */
const NO_POSITIONS = 3;

/** Whether there may be anything to lose: a program that was killed has not said that its channels are empty. */
async function mayHold(thing: KeptThing, dataDir: string): Promise<boolean> {
  const place = placeOfThing(thing, dataDir);
  const found = await stat(place).catch(() => null);
  if (found === null || thing.isEmpty === true) return false;
  if (!found.isDirectory()) return found.size > NO_POSITIONS;
  return (await readdir(place)).some((name) => !name.endsWith("lock"));
}

function lossOf(left: readonly LostThing[], { program, place, agents, streams }: KeptSettings): LossError {
  const owners = [...agents, ...streams].map(({ name }) => name);
  const ways = left.map(({ thing: { name } }) => {
    const [owner, ...own] = name.split(".");
    const isGone = own.length === 0 || !owners.includes(owner!);
    return `\`was "${isGone ? owner : own.join(".")}"\` behind the name that ${isGone ? owner : name} has now`;
  });
  const discards = left.map(({ thing }) => `--discard-state ${thing.name}`);
  return new LossError(
    place,
    `${program} has kept what it would lose now: ${left.map(({ loss }) => loss).join("; ")}; go back to the old program, ` +
      `say ${[...new Set(ways)].join(" and ")}, or add ${discards.join(" ")} to start without; ` +
      "another program that runs here needs a --name of its own",
  );
}
