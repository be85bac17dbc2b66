import type { Log } from "../contract/log.ts";
import type { Clock } from "../system/clock.ts";
import { Recurrence } from "./recurrence.ts";

/** How log lines are written: for people, or each as an object of JSON. */
export type LogFormat = "text" | "json";

type Fields = Readonly<Record<string, unknown>>;

/** What a line of the log says. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: Level;
  readonly component: string;
  readonly message: string;
  readonly fields: Fields;
}

/** All logs of a program. */
export interface Logs {
  /** The log of one component: `a1.r1`. */
  named(component: string): Log;
  /** Tells how often each cause of `once` came, where it came again after its last line. */
  summarise(): void;
}

/** Between the first line about a cause and the second, in ms; the gap doubles up to the longest. */
const FIRST_AGAIN = 60_000;
const LONGEST_AGAIN = 3_600_000;

interface Cause {
  readonly component: string;
  readonly message: string;
  readonly recurrence: Recurrence;
  /** Those that were told, as far as they are told at once. */
  readonly messages: Set<string>;
  times: number;
  timesTold: number;
}

/** A program that meets ever new causes must not grow with them: beyond this many, those of a component count as one. */
const CAUSES_KEPT = 10_000;

/** Different messages of one cause that are told at once: many name the value that is wrong. */
const MOST_MESSAGES = 10;

/** Logs that hand finished lines, without a line end, to `write`, and what they say to `hear`. */
export function createLogs(
  format: LogFormat,
  clock: Clock,
  write: (line: string) => void,
  hear: ((entry: LogEntry) => void) | null = null,
): Logs {
  const causes = new Map<string, Cause>();
  const line = format === "json" ? jsonLine : textLine;

  const named = (component: string): Log => {
    const entry = (level: Level) => (message: string, fields?: Fields) => {
      const time = clock.now();
      write(line(time, level, component, message, fields));
      hear?.({ time, level, component, message, fields: fields ?? {} });
    };
    const warn = entry("warn");
    return {
      info: entry("info"),
      warn,
      error: entry("error"),
      once(cause, message, fields) {
        const own = `${component} ${cause}`;
        const key = causes.has(own) || causes.size < CAUSES_KEPT ? own : component;
        const known = causes.get(key);
        if (known !== undefined) {
          known.times += 1;
          const isNew = known.messages.size < MOST_MESSAGES && !known.messages.has(message);
          if (isNew) known.messages.add(message);
          const isDue = known.recurrence.isDue(clock.now());
          if (!isNew && !isDue) return;
          known.timesTold = known.times;
          warn(message, isDue ? { ...fields, times: known.times } : fields);
          return;
        }
        const recurrence = new Recurrence(FIRST_AGAIN, LONGEST_AGAIN);
        recurrence.isDue(clock.now());
        causes.set(key, { component, message, recurrence, messages: new Set([message]), times: 1, timesTold: 1 });
        warn(message, fields);
      },
    };
  };

  return {
    named,
    summarise() {
      for (const { component, message, times, timesTold } of causes.values()) {
        if (times > timesTold) named(component).warn(message, { times });
      }
      causes.clear();
    },
  };
}

type Level = "info" | "warn" | "error";

/** `12:00:01.234 INFO a1.r1 message key=value`, in local time. */
function textLine(time: number, level: Level, component: string, message: string, fields: Fields = {}): string {
  const at = new Date(time);
  const two = (part: number) => String(part).padStart(2, "0");
  const clockTime = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const millis = String(at.getMilliseconds()).padStart(3, "0");
  const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${textValue(value)}`);
  return `${clockTime}.${millis} ${level.toUpperCase()} ${component} ${oneLine(message)}${pairs.join("")}`;
}

function textValue(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return oneLine(/[\s"=]/.test(text) || text === "" ? JSON.stringify(text) : text);
}

/** One entry stays one line, and no control character of an event reaches the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function jsonLine(time: number, level: Level, component: string, message: string, fields: Fields = {}): string {
  const own = { time: new Date(time).toISOString(), level, component, message };
  const others = Object.entries(fields).map(([name, value]) => [Object.hasOwn(own, name) ? `${name}_` : name, value]);
  return JSON.stringify({ ...own, ...Object.fromEntries(others) });
}
