import { once } from "node:events";
import { show } from "../../compiler/model/types/show.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import { maskedHeaders, maskedJson } from "../../runtime/program/inspect/masks.ts";
import type { Answer } from "../../runtime/program/inspect/messages.ts";
import { typeAtHand } from "./at-hand.ts";
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
  /** Makes the condition for bodies of a type; null where all are wanted. It gives null for a condition that is wrong, and tells. */
  readonly matcherOf: ((type: Type) => Promise<Matcher | null>) | null;
  readonly asJson: boolean;
}

type EventsAnswer = Extract<Answer, { readonly kind: "events" }>;

/** Prints events until there were enough, the program ends, or nobody reads what is printed. Says why there were none. */
export async function showEvents(
  { dataDir, program }: { readonly dataDir: string; readonly program: string },
  wanted: Wanted,
): Promise<{ readonly kind: "done" | "wrong" } | { readonly kind: "refused"; readonly reason: string }> {
  const found = programsIn(dataDir, program).at(-1);
  if (found === undefined) return { kind: "refused", reason: nobodyThere(dataDir, program) };
  const connection = await openConnection(found.socket).catch(() => null);
  if (connection === null) return { kind: "refused", reason: nobodyThere(dataDir, program) };
  let lineOf: LineOf | null = null;
  let left = wanted.limit;
  let missed = 0;
  try {
    connection.ask({ kind: "tap", id: wanted.id, rate: wanted.rate });
    for await (const answer of connection.answers()) {
      if (answer.kind === "refused") return answer;
      if (answer.kind !== "events") continue;
      missed += answer.missed;
      const [first] = answer.events;
      if (first === undefined) continue;
      lineOf ??= await printerFor(wanted, first.body);
      if (lineOf === null) return { kind: "wrong" };
      const lines = answer.events.flatMap((event) => lineOf?.(event, answer.time) ?? []).slice(0, left);
      left -= lines.length;
      if (lines.length > 0 && !process.stdout.write(lines.join(""))) await once(process.stdout, "drain");
      if (left <= 0) return { kind: "done" };
    }
    return { kind: "done" };
  } finally {
    connection.close();
    if (wanted.matcherOf !== null && missed > 0) {
      process.stderr.write(`sluice: ${missed} events passed faster than they could be looked at\n`);
    }
  }
}

type LineOf = (event: EventsAnswer["events"][number], time: number) => string | null;

/**
 * Prints events like the one with `body`, as far as they are at hand: what a step gives may lack fields. Null where the
 * condition asks for one of those, which was told then.
 */
async function printerFor(wanted: Wanted, body: unknown): Promise<LineOf | null> {
  const type = typeAtHand(wanted.type, body);
  if (type !== wanted.type) {
    process.stderr.write(
      `sluice: fields that nothing reads behind ${wanted.id} are not made; what is there has the type ${show(type)}\n`,
    );
  }
  const isWanted = wanted.matcherOf === null ? null : await wanted.matcherOf(type);
  return wanted.matcherOf !== null && isWanted === null ? null : printer({ ...wanted, type }, isWanted);
}

function printer({ type, id, asJson, masked }: Wanted, isWanted: Matcher | null): LineOf {
  const wholeTextOf = bodyTextOf(type);
  const textOf = bodyTextOf(type, masked);
  return ({ body, headers: all }, time) => {
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
