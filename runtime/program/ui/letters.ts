import { jsonCodec } from "../../codec/json.ts";
import type { Event } from "../../contract/event.ts";
import { Failure } from "../../contract/failure.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { Schema } from "../../contract/schema.ts";
import type { Clock } from "../../system/clock.ts";
import { letterOf, obstacleOf, replayed } from "../inspect/letter.ts";
import { type Masked, maskedReason } from "../inspect/masks.ts";
import type { Operated } from "../metered.ts";
import type { Picture, ShownLetter } from "./messages.ts";
import { Recent } from "./recent.ts";
import { shownEvent } from "./shown-body.ts";

/** Dead letters of a sink that are kept; the latest. */
const MOST = 50;

/** Those that are looked at within a second; all are counted. */
const A_SECOND = 20;

interface KeptLetter {
  readonly number: number;
  readonly time: number;
  readonly event: Event;
  fate: ShownLetter["fate"];
}

/** What the page asked for makes no sense, for this reason. */
export class NotAgain extends Error {
  override readonly name = "NotAgain";
}

/** The latest dead letters of each sink that takes them, which can be sent over the arrows where they fell out. */
export class Letters {
  readonly #operated: Operated;
  readonly #picture: Picture;
  readonly #masked: Masked;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Recent<KeptLetter>>();
  readonly #ends: (() => void)[] = [];
  #number = 0;
  #left = A_SECOND;

  constructor(operated: Operated, picture: Picture, clock: Clock) {
    this.#operated = operated;
    this.#picture = picture;
    this.#masked = new Set(picture.masked);
    this.#clock = clock;
    for (const id of picture.letters) {
      const kept = new Recent<KeptLetter>(MOST);
      this.#kept.set(id, kept);
      this.#ends.push(operated.taps.watch(id, (events) => this.#keep(kept, events)));
    }
  }

  /** Another second begins. */
  turn(): void {
    this.#left = A_SECOND;
  }

  /** Those of a sink, the oldest first. */
  of(id: string): readonly ShownLetter[] {
    const shape = this.#picture.shapes[id];
    const masked = this.#masked;
    return (this.#kept.get(id)?.all() ?? []).map(({ number, time, event, fate }) => {
      const letter = letterIn(event);
      const obstacle = letter === null ? "it does not say where it fell out" : obstacleOf(letter);
      return {
        ...shownEvent(event, { shape, masked, time }),
        number,
        fate: fate ?? (obstacle === null ? null : "stays"),
      };
    });
  }

  /**
   * Sends a letter of the sink `id` again. Resolves when it is written, or has left again as another letter. Rejects with
   * NotAgain where it cannot be sent, or was.
   */
  async sendAgain(id: string, number: number): Promise<void> {
    const kept = this.#kept
      .get(id)
      ?.all()
      .find((one) => one.number === number);
    const letter = kept === undefined ? null : letterIn(kept.event);
    if (kept === undefined || letter === null) throw new NotAgain("the page has no such letter any more");
    if (kept.fate !== null) throw new NotAgain(kept.fate === "sent" ? "it was sent again" : "it is being sent");
    const obstacle = obstacleOf(letter);
    if (obstacle !== null) throw new NotAgain(obstacle);
    const way = this.#operated.replays?.find(letter) ?? null;
    if (way === null) throw new NotAgain(`no arrow \`${letter.edge}\` runs`);
    kept.fate = "sending";
    try {
      const body = bodyFor(way.element, kept.event.body);
      await way.send([{ body, headers: replayed(letter).headers }]);
      kept.fate = "sent";
    } catch (error) {
      kept.fate = null;
      throw new NotAgain(maskedReason(messageOf(error), this.#masked));
    }
  }

  /** Looks no more. */
  end(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  #keep(kept: Recent<KeptLetter>, events: readonly Event[]): void {
    for (const { body, headers } of events.slice(0, this.#left)) {
      this.#number += 1;
      const event = { body, headers: new Map(headers) };
      kept.add({ number: this.#number, time: this.#clock.now(), event, fate: null });
    }
    this.#left = Math.max(0, this.#left - events.length);
  }
}

function letterIn({ body, headers }: Event): ReturnType<typeof letterOf> {
  const text = typeof body === "string" ? body : "";
  const nowhere = { holder: "", part: "", offset: 0, timestamp: null, key: null };
  return letterOf({ ...nowhere, text, form: "text", headers: [...headers] });
}

/** Where letters are texts and the arrow carries something else, they are its JSON. */
function bodyFor(element: Schema, body: unknown): unknown {
  if (typeof body !== "string" || element.kind === "string") return body;
  const found = jsonCodec<unknown>(element).decode(body);
  if (found instanceof Failure) throw new Error(`it is not of the arrow's type: ${found.reason}`);
  return found;
}
