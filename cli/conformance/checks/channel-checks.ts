import type { Taken } from "../../../runtime/contract/channel.ts";
import { type Check, ensure, NotTried, some, type Trial, waitUntil, within } from "../check.ts";
import { sleepSomeTime, startVictim } from "../kill.ts";
import { freshFolder, type Life } from "../life.ts";
import { bodyOf, numberedEvents, numbersOf } from "../numbered.ts";
import { LIMIT } from "../outside.ts";
import { useComponent } from "../use-component.ts";

const now = AbortSignal.abort();

const numbersIn = (taken: Taken<unknown> | null): number[] =>
  taken === null ? [] : taken.events.flatMap(({ body }) => numbersOf(body).slice(0, 1));

async function put({ component, element }: Life, from: number, to: number): Promise<void> {
  const claim = await within("put", component.put(numberedEvents(element, from, to)));
  await within("the commit of a put", claim.commit());
}

async function take({ component }: Life, max: number): Promise<Taken<unknown>> {
  const taken = await component.take(max, AbortSignal.timeout(LIMIT));
  ensure(taken !== null, "take gives nothing, though events were put");
  return taken;
}

async function takeAll(life: Life, count: number): Promise<number[]> {
  const all: number[] = [];
  while (all.length < count) {
    const taken = await take(life, count - all.length);
    ensure(taken.events.length <= count - all.length, "take gives more than was asked for");
    all.push(...numbersIn(taken));
    await taken.commit();
  }
  return all;
}

function ensureSame(found: readonly number[], wanted: readonly number[]): void {
  ensure(found.join() === wanted.join(), `expected ${some(wanted)}, found ${some(found)}`);
}

/** What every channel keeps. */
export const channelChecks: readonly Check[] = [
  {
    title: "opens and closes, and opens again",
    needs: [],
    async run(trial) {
      const folder = freshFolder(trial.subject);
      for (let life = 0; life < 2; life++) await useComponent(trial, async () => {}, folder);
    },
  },
  {
    title: "gives what was put once and in order, up to as many as were asked for",
    needs: [],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const [first = 0] = trial.numbers(12);
        await put(life, first, first + 7);
        await put(life, first + 7, first + 12);
        ensureSame(await takeAll(life, 12), range(first, first + 12));
        ensure((await life.component.take(1, now)) === null, "it gives more than was put");
      }),
  },
  {
    title: "keeps headers",
    needs: [],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const [first = 0] = trial.numbers(1);
        const headers = new Map([
          ["host", "žluť"],
          ["empty", ""],
        ]);
        const claim = await life.component.put([{ body: bodyOf(life.element, first), headers }]);
        await claim.commit();
        const taken = await take(life, 1);
        const found = JSON.stringify([...(taken.events[0]?.headers ?? [])].sort());
        await taken.commit();
        ensure(found === JSON.stringify([...headers].sort()), `the headers are ${found}`);
      }),
  },
  {
    title: "shows nothing of a put that is not committed, or rolled back",
    needs: [],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const [first = 0] = trial.numbers(4);
        const { component, element } = life;
        const open = await component.put(numberedEvents(element, first, first + 2));
        ensure((await component.take(9, now)) === null, "events of a put under way are taken");
        await put(life, first + 2, first + 4);
        await open.rollback();
        ensureSame(await takeAll(life, 2), [first + 2, first + 3]);
        ensure((await component.take(9, now)) === null, "events of a put that was rolled back are taken");
      }),
  },
  {
    title: "gives a take that was rolled back again, before what came later",
    needs: [],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const [first = 0] = trial.numbers(6);
        await put(life, first, first + 6);
        const one = await take(life, 2);
        const two = await take(life, 2);
        await two.rollback();
        await one.rollback();
        ensureSame(await takeAll(life, 6), range(first, first + 6));
      }),
  },
  {
    title: "shares its events among several who take, who finish in any order",
    needs: [],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const [first = 0] = trial.numbers(30);
        for (let from = first; from < first + 30; from += 10) await put(life, from, from + 10);
        const held: Taken<unknown>[] = [];
        let count = 0;
        while (count < 30) {
          const taken = await take(life, 7);
          held.push(taken);
          count += taken.events.length;
        }
        const all = held.flatMap(numbersIn);
        for (const taken of held.toReversed()) await taken.commit();
        ensureSame(
          all.toSorted((a, b) => a - b),
          range(first, first + 30),
        );
        await waitUntil(
          () => life.component.size === 0,
          () => `its size is ${life.component.size}, and not 0`,
        );
      }),
  },
  {
    title: "is bounded: a put that has no room is refused, and leaves nothing behind",
    needs: [],
    run: (trial) =>
      useComponent(trial, async (life) => {
        const { capacity, transactionCapacity } = life.component;
        if (capacity > 100_000)
          throw new NotTried(`it has room for ${capacity} events; try one with a smaller capacity`);
        const [first = 0] = trial.numbers(capacity + 1);
        const step = Math.min(capacity, transactionCapacity);
        for (let from = first; from < first + capacity; from += step) {
          await put(life, from, Math.min(from + step, first + capacity));
        }
        const more = numberedEvents(life.element, first + capacity, first + capacity + 1);
        const refused = await life.component.put(more, now).then(
          () => false,
          () => true,
        );
        ensure(refused, `it takes more than its capacity of ${capacity}`);
        ensureSame(await takeAll(life, capacity), range(first, first + capacity));
      }),
  },
  {
    title: "ends a take that waits when it is cancelled",
    needs: [],
    run: (trial) =>
      useComponent(trial, async ({ component }) => {
        const waiting = new AbortController();
        const taken = component.take(5, waiting.signal);
        setTimeout(() => waiting.abort(), 50);
        ensure((await within("a take that was cancelled", taken)) === null, "it gives events that nobody put");
      }),
  },
  {
    title: "keeps what was not taken for good when it is closed, where it is durable",
    needs: [],
    async run(trial) {
      ensureDurable(trial);
      const folder = freshFolder(trial.subject);
      const [first = 0] = trial.numbers(20);
      let held: Taken<unknown> | null = null;
      await useComponent(
        trial,
        async (life) => {
          await put(life, first, first + 20);
          ensureSame(await takeAll(life, 5), range(first, first + 5));
          held = await take(life, 5);
        },
        folder,
      );
      ensure(held !== null, "nothing was taken");
      await useComponent(
        trial,
        async (life) => ensureSame(await takeAll(life, 15), range(first + 5, first + 20)),
        folder,
      );
    },
  },
  {
    title: "has all that was committed after it was killed, where it is durable",
    needs: [],
    async run(trial) {
      ensureDurable(trial);
      const dataDir = freshFolder(trial.subject);
      const [first = 0] = trial.numbers(trial.kills * 1000);
      for (let kill = 0; kill < trial.kills; kill++) {
        const from = first + kill * 1000;
        const victim = await startVictim({ subject: trial.subject, dataDir, from });
        await waitUntil(
          () => victim.kept.length >= 20,
          () => "it has not committed 20 events",
        );
        await sleepSomeTime();
        await victim.kill();
        await useComponent(trial, (life) => ensureKept(life, from, victim.kept), dataDir);
      }
    },
  },
];

/** Takes all that a killed process had committed, and whatever it was about to commit. */
async function ensureKept({ component }: Life, from: number, kept: readonly number[]): Promise<void> {
  const missing = new Set(kept);
  for (;;) {
    const taken = await component.take(1000, missing.size === 0 ? now : AbortSignal.timeout(LIMIT));
    if (taken === null) break;
    for (const number of numbersIn(taken)) {
      ensure(number >= from && number < from + kept.length + 1000, `${number} was never put`);
      missing.delete(number);
    }
    await taken.commit();
  }
  ensure(missing.size === 0, `of ${kept.length} committed events ${missing.size} are missing: ${some([...missing])}`);
}

function ensureDurable({ subject }: Trial): void {
  if (subject.delivers !== "durable") throw new NotTried(`it is ${subject.delivers}`);
  const [loss] = subject.losses;
  if (loss !== undefined) throw new NotTried(loss);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
