import { Failure, type Fallible, durationText, fromSource, int, run, stream, t } from "sluice/runtime";
import { lines } from "sluice/stdlib/lines/lines";
import { print } from "sluice/stdlib/print/print";
import { capturer } from "sluice/stdlib/text/regex";
import { substring } from "sluice/stdlib/text/text";

export type Level = "debug" | "info" | "error";

const limits = {
  small: 10,
  big: 65_536 /* 64KiB */,
  wait: 120_000 /* 2m */,
  since: 1_767_225_600_000 /* 2026-01-01T00:00:00Z */,
};

const million = 1_000_000;

const tiny = 1.5e-3;

const text = "tab\tquote\" back\\ 🙂 \u2028";

const pattern = /^(?<key>[\w\/"]+)=\/(?<value>.*)$/u;

const empty: string[] = [];

function level(status: number): Level {
  return status === 500 ? "error" : status === 400 ? "info" : "debug";
}

function describe(level: Level, at: number, waited: number, size: number): string {
  return `${level}: \`${new Date(at).toISOString()}\` \${x} waited ${durationText(waited)} for ${size}B, ${int(million * 2)} ${int(-million)} ${!(tiny < 1.0)}`;
}

const capture = capturer(pattern, (match) => ({ key: match[1]!, value: match[2]! }));

function pair(line: string): Fallible<{ key: string; value: string }> {
  return capture(line);
}

function shout(words: string[]): string[] {
  return words.filter((word) => !(word === "" || word.length < 3)).map((word) => `${word.toUpperCase()}!`);
}

function dictionary(words: string[]): ReadonlyMap<string, number> {
  return new Map(words.map((word): [string, number] => [word, word.length]));
}

function first(words: string[], counts: ReadonlyMap<string, number>): number | null {
  return counts.get(words[0] ?? "") ?? null;
}

function shorter(text: string | null): string | null {
  const value = text?.trim() ?? null;
  return value === null ? null : substring(value, 0, 3);
}

function known(text: string | null, extra: string[]): string[] {
  return [text?.trim() ?? "none", ...extra];
}

export const report = stream({
  name: "report",
  place: "input.flow:27:8",
  every: limits.wait,
  inputs: {
    lines: fromSource(
      lines({ path: "/etc/hostname" }, { name: "report.lines", place: "input.flow:28:3", element: t.string }),
    ),
  },
  outputs: {
    print: print<[string, { key: string; value: string }, number | null, string | null, string[], number]>(
      {},
      {
        name: "report.print",
        place: "input.flow:31:144",
        element: t.tuple(
          t.string,
          t.record({ key: t.string, value: t.string }),
          t.nullable(t.int),
          t.nullable(t.string),
          t.array(t.string),
          t.float,
        ),
      },
    ),
  },
  batch({ lines }, emit) {
    for (const { body: line } of lines) {
      for (const line2 of shout([describe(level(line.length), limits.since, limits.wait, limits.big), ...empty])) {
        const part = pair(line2);
        emit.print.push([
          line2,
          part instanceof Failure ? { key: text, value: "" } : part,
          first([line2], dictionary([line2])),
          shorter(line2),
          known(null, [] as string[]),
          tiny,
        ]);
      }
    }
  },
});

await run({ file: "input.flow", streams: [report] }, process.argv.slice(2));
