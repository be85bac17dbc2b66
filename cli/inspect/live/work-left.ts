import type { Figure } from "../../../runtime/contract/context.ts";

/** A figure of a running program, as far as it says what is left to do. */
export type LeftFigure = Pick<Figure, "name" | "read">;

/** So many looks back the pace is taken from, so that one slow second does not change it much. */
const LOOKS = 10;

interface Look {
  readonly at: number;
  readonly left: number;
}

/** What is left of one kind of work, and how fast it gets less. */
class Pace {
  readonly #looks: Look[] = [];
  #most = 0;

  /** `at` in ms. */
  look(at: number, left: number): void {
    this.#most = Math.max(this.#most, left);
    this.#looks.push({ at, left });
    if (this.#looks.length > LOOKS) this.#looks.shift();
  }

  /** The most that was ever left. */
  get most(): number {
    return this.#most;
  }

  /** By how much less it is each second; 0 where it gets no less. */
  get perSecond(): number {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    if (first === undefined || last === undefined || last.at <= first.at) return 0;
    return Math.max(0, ((first.left - last.left) / (last.at - first.at)) * 1000);
  }
}

/** Says how much of what a program has to do is left: bytes of files that it reads once, and records of topics. */
export class WorkLeft {
  readonly #bytes = new Pace();
  readonly #records = new Pace();

  /** What holds now, in a few words; null where nothing is left that could be counted. */
  look(now: number, figures: Iterable<LeftFigure>): string | null {
    let [files, bytes, records] = [0, 0, 0];
    for (const { name, read } of figures) {
      if (name !== "leftBytes" && name !== "lagRecords") continue;
      const value = read();
      const left = typeof value === "number" ? value : [...value.values()].reduce((sum, one) => sum + one, 0);
      if (!(left > 0)) continue;
      if (name === "lagRecords") records += left;
      else {
        bytes += left;
        files += 1;
      }
    }
    this.#bytes.look(now, bytes);
    this.#records.look(now, records);
    const said: string[] = [];
    if (bytes > 0) {
      const share = Math.floor((1 - bytes / this.#bytes.most) * 100);
      const what = files === 1 ? "a file" : `${files} files`;
      said.push(`read ${share}% of ${what} (${size(this.#bytes.most)})${timeOf(bytes, this.#bytes.perSecond)}`);
    }
    if (records > 0) {
      const pace = this.#records.perSecond;
      said.push(`${records.toLocaleString("en")} records behind${timeOf(records, pace)}`);
    }
    return said.length === 0 ? null : said.join("; ");
  }
}

function timeOf(left: number, perSecond: number): string {
  return perSecond === 0 ? "" : `, ${duration(left / perSecond)} to go`;
}

function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${whole % 60}s`;
  return `${Math.floor(whole / 3600)}h ${Math.floor((whole % 3600) / 60)}m`;
}

function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
