/** A time as escapes show it. */
export interface EscapedTime {
  /** Header `timestamp` as it came, never rounded. */
  readonly text: string;
  /** Ms since 1970, rounded where rounding is on. */
  readonly time: number;
  /** Offset of the wall clock from UTC, in ms. */
  readonly offset: number;
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
] as const;

const two = (value: number) => String(value).padStart(2, "0");
const twelve = (hour: number) => hour % 12 || 12;
const short = (name: string | undefined) => name!.slice(0, 3);

/**
 * The letters after `%` that stand for a part of the time: those of Flume 1.11's BucketPath. Names are English
 * whatever the machine speaks, so that one program makes the same names everywhere. `wall` shows the wall clock
 * through its UTC methods.
 */
export const timeEscapes: Readonly<Record<string, (wall: Date, at: EscapedTime) => string>> = {
  t: (_, at) => at.text,
  s: (_, at) => String(Math.floor(at.time / 1000)),
  a: (wall) => short(DAYS[wall.getUTCDay()]),
  A: (wall) => DAYS[wall.getUTCDay()]!,
  b: (wall) => short(MONTHS[wall.getUTCMonth()]),
  B: (wall) => MONTHS[wall.getUTCMonth()]!,
  c: (wall) => {
    const clock = `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())}`;
    const day = `${short(DAYS[wall.getUTCDay()])} ${short(MONTHS[wall.getUTCMonth()])} ${wall.getUTCDate()}`;
    return `${day} ${clock} ${year(wall)}`;
  },
  d: (wall) => two(wall.getUTCDate()),
  D: (wall) => `${two(wall.getUTCMonth() + 1)}/${two(wall.getUTCDate())}/${year(wall).slice(-2)}`,
  e: (wall) => String(wall.getUTCDate()),
  H: (wall) => two(wall.getUTCHours()),
  I: (wall) => two(twelve(wall.getUTCHours())),
  j: (wall) => String(dayOfYear(wall)).padStart(3, "0"),
  k: (wall) => String(wall.getUTCHours()),
  l: (wall) => String(twelve(wall.getUTCHours())),
  m: (wall) => two(wall.getUTCMonth() + 1),
  M: (wall) => two(wall.getUTCMinutes()),
  n: (wall) => String(wall.getUTCMonth() + 1),
  p: (wall) => (wall.getUTCHours() < 12 ? "AM" : "PM"),
  S: (wall) => two(wall.getUTCSeconds()),
  y: (wall) => year(wall).slice(-2),
  Y: year,
  z: (_, at) => {
    const minutes = Math.abs(at.offset) / 60_000;
    return `${at.offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(Math.floor(minutes % 60))}`;
  },
};

function year(wall: Date): string {
  return String(wall.getUTCFullYear()).padStart(4, "0");
}

function dayOfYear(wall: Date): number {
  return (
    (Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()) - Date.UTC(wall.getUTCFullYear())) /
      86_400_000 +
    1
  );
}
