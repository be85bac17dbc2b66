import type { Event } from "../../../runtime/contract/event.ts";
import type { Output } from "../../../runtime/contract/source.ts";
import { systemClock } from "../../../runtime/system/clock.ts";
import { type Check, ensure, NotTried, some, type Trial, waitUntil, within } from "../check.ts";
import { sleepSomeTime, startVictim } from "../kill.ts";
import { begin, freshFolder, type Life } from "../life.ts";
import { numbersOf } from "../numbered.ts";
import { feedNumbers, runOutside } from "../outside.ts";

/** Longest time in which a source that gives by itself has given something, in ms. */
const SOME_TIME = 5_000;

type OnPut = (events: readonly Event[]) => Promise<void> | void;

/** Takes what a source gives; `onPut` decides what becomes of it, `broken` says what the source did that it must not. */
class Taker implements Output<unknown> {
  readonly batchSize: number;
  readonly taken: Event[] = [];
  broken: string | null = null;
  hasEnded = false;
  #underWay = 0;
  readonly #onPut: OnPut;

  constructor(batchSize: number, onPut: OnPut = () => {}) {
    this.batchSize = batchSize;
    this.#onPut = onPut;
  }

  async put(events: readonly Event[]): Promise<void> {
    if (events.length > this.batchSize)
      this.broken = `it puts ${events.length} events, and ${this.batchSize} are taken`;
    if (this.hasEnded) this.broken = "it puts events after its run has ended";
    this.#underWay += 1;
    // A source that never waits for anything must leave the others their turns, as it does in a program.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      await this.#onPut(events);
      this.taken.push(...events);
    } finally {
      this.#underWay -= 1;
    }
  }

  get numbers(): number[] {
    return this.taken.flatMap(({ body }) => numbersOf(body).slice(0, 1));
  }

  get underWay(): number {
    return this.#underWay;
  }
}

/** Runs the source into `taker` as a program does, drains it after `check`, and closes it. */
async function runSource(
  trial: Trial,
  taker: Taker,
  check: (life: Life) => Promise<void>,
  dataDir: string = freshFolder(trial.subject),
): Promise<void> {
  const life = await begin(trial.subject, dataDir);
  await within("open", life.open());
  const { draining } = life.context;
  const run = async (): Promise<void> => {
    while (!draining.aborted) {
      try {
        return await life.component.run(taker);
      } catch {
        await systemClock.sleep(100, draining);
      }
    }
  };
  const ended = run();
  try {
    await check(life);
  } finally {
    life.drain();
    try {
      await within("run, after the program has drained,", ended);
      taker.hasEnded = true;
    } finally {
      await within("close", life.close());
    }
  }
  ensure(taker.broken === null, taker.broken ?? "");
}

async function feed(trial: Trial, numbers: readonly number[], times = 1): Promise<void> {
  for (let time = 1; ; time++) {
    if (await feedNumbers(trial.outside.feed!, numbers)) return;
    if (time >= times) throw new Error("--feed did not end with 0");
    await systemClock.sleep(200);
  }
}

async function waitUntilTaken(
  taker: { readonly numbers: readonly number[] },
  wanted: readonly number[],
): Promise<void> {
  const missing = () => {
    const found = new Set(taker.numbers);
    return wanted.filter((number) => !found.has(number));
  };
  await waitUntil(
    () => missing().length === 0,
    () => `${missing().length} of ${wanted.length} lines have not come: ${some(missing())}`,
  );
}

const isSafe = ({ subject }: Trial) => subject.delivers === "replayable" || subject.delivers === "acknowledged";

/** Among so many puts every third is refused. */
const REFUSED = 10;

/** How often a feed is tried whose answer says that something was not taken. */
const TRIES = 20;

/** What every source keeps. */
export const sourceChecks: readonly Check[] = [
  {
    title: "opens and closes without being run, and opens again",
    needs: [],
    async run(trial) {
      const folder = freshFolder(trial.subject);
      for (let round = 0; round < 2; round++) {
        const life = await begin(trial.subject, folder);
        await within("open", life.open());
        life.drain();
        await within("close", life.close());
      }
    },
  },
  {
    title: "ends when the program drains, puts no more than is taken at once, and nothing after its end",
    needs: [],
    async run(trial) {
      const taker = new Taker(7);
      await runSource(trial, taker, () => awaitSome(taker));
    },
  },
  {
    title: "gives every line once and in order",
    needs: ["feed"],
    async run(trial) {
      const taker = new Taker(7);
      const numbers = trial.numbers(100);
      await runSource(trial, taker, async () => {
        await feed(trial, numbers);
        await waitUntilTaken(taker, numbers);
      });
      const own = new Set(numbers);
      const found = taker.numbers.filter((number) => own.has(number));
      ensure(found.length === numbers.length, `${found.length - numbers.length} lines came more than once`);
      ensure(found.join() === numbers.join(), "they came in another order");
    },
  },
  {
    title: "waits for a channel that is slow",
    needs: ["feed"],
    async run(trial) {
      let most = 0;
      const taker: Taker = new Taker(20, async () => {
        most = Math.max(most, taker.underWay);
        await systemClock.sleep(5);
      });
      const numbers = trial.numbers(200);
      await runSource(trial, taker, async () => {
        await feed(trial, numbers);
        await waitUntilTaken(taker, numbers);
      });
      if (trial.subject.delivers === "replayable") ensure(most === 1, `it has ${most} puts under way at once`);
    },
  },
  {
    title: "gives again what a channel has refused, or has its sender send it again",
    needs: ["feed"],
    async run(trial) {
      if (!isSafe(trial)) throw new NotTried(`it is ${trial.subject.delivers}`);
      let tries = 0;
      const taker = new Taker(50, () => {
        tries += 1;
        if (tries < REFUSED && tries % 3 === 1) throw new Error("conformance: this put is refused");
      });
      const numbers = trial.numbers(120);
      await runSource(trial, taker, async () => {
        await feed(trial, numbers, TRIES);
        await waitUntilTaken(taker, numbers);
      });
    },
  },
  {
    title: "gives again at its next start what it has not delivered",
    needs: ["feed"],
    async run(trial) {
      if (trial.subject.delivers !== "replayable") throw new NotTried(`it is ${trial.subject.delivers}`);
      const folder = freshFolder(trial.subject);
      const numbers = trial.numbers(60);
      const first = new Taker(20, () => {
        if (first.taken.length >= 20) throw new Error("conformance: this put is refused");
      });
      await runSource(
        trial,
        first,
        async () => {
          await feed(trial, numbers);
          await waitUntil(
            () => first.taken.length >= 20,
            () => "20 lines have not come",
          );
        },
        folder,
      );
      const second = new Taker(20);
      const rest = numbers.filter((number) => !first.numbers.includes(number));
      await runSource(trial, second, () => waitUntilTaken(second, rest), folder);
    },
  },
  {
    title: "continues when its other end was dead or slow, and is mended",
    needs: ["feed", "break", "mend"],
    async run(trial) {
      const taker = new Taker(50);
      const [before, behind] = [trial.numbers(20), trial.numbers(20)];
      await runSource(trial, taker, async () => {
        await feed(trial, before);
        await waitUntilTaken(taker, before);
        await runOutside(trial.outside.break!);
        await systemClock.sleep(500);
        await runOutside(trial.outside.mend!);
        await feed(trial, behind, TRIES);
        await waitUntilTaken(taker, behind);
      });
    },
  },
  {
    title: "loses nothing that is safe when it is killed",
    needs: ["feed"],
    async run(trial) {
      if (!isSafe(trial)) throw new NotTried(`it is ${trial.subject.delivers}`);
      const { subject } = trial;
      const dataDir = freshFolder(subject);
      const fed: number[] = [];
      const kept: number[] = [];
      for (let kill = 0; kill <= trial.kills; kill++) {
        const victim = await startVictim({ subject, dataDir, from: 0 });
        const numbers = trial.numbers(200);
        const isLast = kill === trial.kills;
        const feeding = feedNumbers(trial.outside.feed!, numbers).then((isDone) => {
          if (isDone || subject.delivers === "replayable") fed.push(...numbers);
        });
        if (isLast) {
          await within("--feed", feeding);
          await waitUntilTaken(
            {
              get numbers() {
                return [...kept, ...victim.kept];
              },
            },
            fed,
          ).finally(victim.kill);
        } else {
          await sleepSomeTime();
          await victim.kill();
          await within("--feed", feeding);
          kept.push(...victim.kept);
        }
      }
    },
  },
];

/** Waits for something, where the source gives by itself. */
async function awaitSome(taker: Taker): Promise<void> {
  const late = performance.now() + SOME_TIME;
  while (taker.taken.length === 0 && performance.now() < late) await systemClock.sleep(20);
}
