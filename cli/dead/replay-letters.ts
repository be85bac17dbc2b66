import type { Context } from "../../runtime/contract/context.ts";
import type { WayBack } from "../../runtime/engine/way-back.ts";
import { type Letter, obstacleOf, replayed } from "../../runtime/program/inspect/letter.ts";
import type { Holder } from "./holders.ts";
import { type Asked, lettersOf, type OpenHolder, openHolder } from "./kept-letters.ts";
import type { Marks } from "./marks.ts";
import { isNotSent, type WayAgain } from "./way-again.ts";

/** Most letters that are sent together: so many may come twice after a crash. */
export const MOST_TOGETHER = 100;

/** The same in characters of their bodies. */
const MOST_CHARACTERS = 8_388_608;

/** What a replay has done. */
export interface Replayed {
  readonly sent: number;
  /** Of those: a replay that was cut short was sending them, so that they may have arrived twice. */
  readonly undecided: number;
  /** Those that cannot be sent, by the reason. */
  readonly staying: ReadonlyMap<string, number>;
}

/** The letters that wait and can be sent, and how many cannot, by the reason. */
export interface ToSend {
  readonly holders: readonly { readonly marks: Marks; readonly letters: readonly Letter[] }[];
  readonly staying: ReadonlyMap<string, number>;
}

/** Looks up what is to be sent, up to `limit` letters: what falls out again meanwhile is not among them. */
export async function lettersToSend(
  holders: readonly Holder[],
  asked: Asked,
  context: Context,
  limit: number,
): Promise<ToSend> {
  const staying = new Map<string, number>();
  const found: { marks: Marks; letters: Letter[] }[] = [];
  let left = limit;
  for (const holder of holders) {
    if (holder.kind === "closed") {
      context.log.warn(`the letters in ${holder.id} cannot be read: ${holder.reason}`);
      continue;
    }
    const opened: OpenHolder = await openHolder(holder, asked, context);
    const letters: Letter[] = [];
    for await (const { letter, fate } of lettersOf(opened, asked, context)) {
      if (left === 0) break;
      if (fate !== null) continue;
      const obstacle = obstacleOf(letter);
      if (obstacle === null) {
        letters.push(letter);
        left -= 1;
      } else staying.set(obstacle, (staying.get(obstacle) ?? 0) + 1);
    }
    found.push({ marks: opened.marks, letters });
  }
  return { holders: found, staying };
}

/**
 * Sends letters again, some at a time: it is noted that they are being sent, they are sent, it is noted that they were.
 * What is cut short between is sent again by the next replay. Rejects where that happened.
 */
export async function sendLetters({ holders, staying }: ToSend, way: WayAgain): Promise<Replayed> {
  const stays = new Map(staying);
  let sent = 0;
  let undecided = 0;
  for (const { marks, letters } of holders) {
    for (const part of together(letters)) {
      const perhaps = part.filter((letter) => marks.isBegun(letter)).length;
      const reasons = await sendPart(part, marks, way);
      for (const reason of reasons) stays.set(reason, (stays.get(reason) ?? 0) + 1);
      sent += part.length - reasons.length;
      undecided += perhaps;
    }
  }
  return { sent, undecided, staying: stays };
}

/** Gives why letters were not sent, one reason for each. */
async function sendPart(letters: readonly Letter[], marks: Marks, way: WayAgain): Promise<readonly string[]> {
  const fresh = letters.filter((letter) => !marks.isBegun(letter));
  await marks.begin(letters);
  try {
    await way.send(wayOf(letters[0]!), letters.map(replayed));
  } catch (error) {
    if (!isNotSent(error)) throw error;
    await marks.takeBack(fresh);
    if (letters.length === 1) return [error.message];
    const reasons: string[] = [];
    for (const letter of letters) reasons.push(...(await sendPart([letter], marks, way)));
    return reasons;
  }
  await marks.mark(letters, "replayed");
  return [];
}

/** Neighbours that go over the same arrow, so many as are sent together. */
function* together(letters: readonly Letter[]): Generator<readonly Letter[]> {
  let part: Letter[] = [];
  let characters = 0;
  for (const letter of letters) {
    const isFull = part.length === MOST_TOGETHER || characters + letter.text.length > MOST_CHARACTERS;
    if (part.length > 0 && (isFull || !isSame(wayOf(part[0]!), wayOf(letter)))) {
      yield part;
      part = [];
      characters = 0;
    }
    part.push(letter);
    characters += letter.text.length;
  }
  if (part.length > 0) yield part;
}

function wayOf({ edge, isBeforeSteps }: Letter): Pick<WayBack, "edge" | "isBeforeSteps"> {
  return { edge, isBeforeSteps };
}

function isSame(one: ReturnType<typeof wayOf>, other: ReturnType<typeof wayOf>): boolean {
  return one.edge === other.edge && one.isBeforeSteps === other.isBeforeSteps;
}

/** `sluice dead drop`: gives up letters that wait; gives their number. The records stay where they are. */
export async function dropLetters(
  holders: readonly Holder[],
  asked: Asked,
  context: Context,
  limit: number,
): Promise<number> {
  let dropped = 0;
  for (const holder of holders) {
    if (holder.kind === "closed") continue;
    const opened = await openHolder(holder, asked, context);
    const letters: Letter[] = [];
    for await (const { letter, fate } of lettersOf(opened, asked, context)) {
      if (dropped + letters.length === limit) break;
      if (fate === null) letters.push(letter);
    }
    if (letters.length > 0) await opened.marks.mark(letters, "dropped");
    dropped += letters.length;
  }
  return dropped;
}
