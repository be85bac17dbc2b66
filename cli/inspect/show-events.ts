import { once } from "node:events";
import type { Type } from "../../compiler/model/types/type.ts";
import { maskedHeaders, maskedJson } from "../../runtime/program/inspect/masks.ts";
import type { Answer } from "../../runtime/program/inspect/messages.ts";
import { bodyTextOf } from "./body-text.ts";
import { openConnection } from "./connection.ts";
import { nobodyThere, programsIn } from "./find-program.ts";
import type { Matcher } from "./matcher.ts";

/** Which events to show, and how. */
export interface Wanted {
  readonly id: string;
  readonly type: Type;
  /** Names of fields, and of headers, whose values are not shown. */
  readonly masked: ReadonlySet<string>;
  /** Most a second; null for as many as can be looked at. */
  readonly rate: number | null;
  readonly limit: number;
  /** Null for all. */
  readonly isWanted: Matcher | null;
  readonly asJson: boolean;
}

type EventsAnswer = Extract<Answer, { readonly kind: "events" }>;

/** Prints events until there were enough, the program ends, or nobody reads what is printed. Says why there were none. */
export async function showEvents(
  { dataDir, program }: { readonly dataDir: string; readonly program: string },
  wanted: Wanted,
): Promise<{ readonly kind: "done" } | { readonly kind: "refused"; readonly reason: string }> {
  const found = programsIn(dataDir, program).at(-1);
  if (found === undefined) return { kind: "refused", reason: nobodyThere(dataDir, program) };
  const connection = await openConnection(found.socket).catch(() => null);
  if (connection === null) return { kind: "refused", reason: nobodyThere(dataDir, program) };
  const lineOf = printer(wanted);
  let left = wanted.limit;
  let missed = 0;
  try {
    connection.ask({ kind: "tap", id: wanted.id, rate: wanted.rate });
    for await (const answer of connection.answers()) {
      if (answer.kind === "refused") return answer;
      if (answer.kind !== "events") continue;
      missed += answer.missed;
      const lines = answer.events.flatMap((event) => lineOf(event, answer.time) ?? []).slice(0, left);
      left -= lines.length;
      if (lines.length > 0 && !process.stdout.write(lines.join(""))) await once(process.stdout, "drain");
      if (left <= 0) return { kind: "done" };
    }
    return { kind: "done" };
  } finally {
    connection.close();
    if (wanted.isWanted !== null && missed > 0) {
      process.stderr.write(`sluice: ${missed} events passed faster than they could be looked at\n`);
    }
  }
}

function printer({ type, id, isWanted, asJson, masked }: Wanted) {
  const wholeTextOf = bodyTextOf(type);
  const textOf = bodyTextOf(type, masked);
  return ({ body, headers: all }: EventsAnswer["events"][number], time: number): string | null => {
    if (isWanted !== null && !isWanted(wholeTextOf(body), all)) return null;
    const text = type.kind === "string" ? JSON.stringify(maskedJson(String(body), masked)) : textOf(body);
    const headers = maskedHeaders(all, masked);
    const at = new Date(time).toISOString();
    if (asJson) {
      const named = JSON.stringify(Object.fromEntries(headers));
      return `{"time":"${at}","id":${JSON.stringify(id)},"headers":${named},"body":${text}}\n`;
    }
    const shown = [...headers].map(
      ([name, value]) => ` ${name}=${/[\s"]/.test(value) ? JSON.stringify(value) : value}`,
    );
    return `${at.slice(11, 23)} ${type.kind === "string" ? printable(maskedJson(String(body), masked)) : text}${shown.join("")}\n`;
  };
}

/** A text in one line, whatever is in it: no control character reaches the terminal. */
function printable(text: string): string {
  return /\p{Cc}/u.test(text) ? JSON.stringify(text) : text;
}
