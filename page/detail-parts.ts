import type { Detail, Excerpt, PictureNode } from "../runtime/program/ui/messages.ts";
import { make } from "./elements.ts";
import { amount, clock, percent, rate, seconds } from "./format.ts";
import { plot } from "./plot.ts";

/** The plots of what is kept of a part. */
export function plotsOf({ history }: Detail, kind: PictureNode["kind"]): HTMLElement[] {
  if (history === null) return [];
  const { every, until } = history;
  const columns = sinceKnown(history.columns);
  const drawn: HTMLElement[] = [];
  const draw = (
    title: string,
    names: readonly (readonly [string, string])[],
    text: (value: number) => string,
    top?: number,
  ) => {
    const lines = names.flatMap(([column, name]) => {
      const values = columns[column];
      return values === undefined ? [] : [{ name, values }];
    });
    if (lines.length > 0) drawn.push(plot({ title, lines, every, until, text, ...(top === undefined ? {} : { top }) }));
  };
  draw(
    "Events a second",
    [
      ["in", "in"],
      ["out", "out"],
    ],
    rate,
  );
  draw("Fill", [["fill", "fill"]], percent, 1);
  if (kind === "stream")
    draw(
      "Batches",
      [
        ["took", "processing"],
        ["behind", "delay"],
      ],
      seconds,
    );
  else draw(kind === "channel" ? "Age of the oldest event" : "Behind", [["behind", "behind"]], seconds);
  draw("Records not read yet", [["lag", "lag"]], amount);
  draw(kind === "stream" ? "Share of the time in batches" : "Busy, waits included", [["busy", "busy"]], percent);
  if (columns["errors"]?.some((value) => value !== null && value > 0)) {
    draw("Errors", [["errors", "errors"]], amount);
  }
  return drawn.length === 0 ? [] : [make("h3", {}, "Last hour"), ...drawn];
}

/** Fewest values of a plot: five minutes, where they are 5 s apart. */
const FEWEST = 60;

/** The columns from where the first of them is known: a program that has just begun has no hour behind it. */
function sinceKnown(columns: Readonly<Record<string, readonly (number | null)[]>>): typeof columns {
  const all = Object.values(columns);
  const firsts = all.map((values) => values.findIndex((value) => value !== null)).filter((first) => first >= 0);
  const from = Math.min(...firsts, Math.max(0, (all[0]?.length ?? 0) - FEWEST));
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(from)]));
}

/** The line of the program, with those around it. */
export function sourceOf({ place }: PictureNode, excerpts: Readonly<Record<string, Excerpt>>): HTMLElement {
  const excerpt = excerpts[place];
  const [, file = place, line = "0"] = /^(.*):(\d+):\d+$/.exec(place) ?? [];
  const lines = excerpt?.lines ?? [];
  return make(
    "figure",
    { class: "source" },
    make("figcaption", {}, `${file}, line ${line}`),
    make(
      "pre",
      { tabindex: "0", "aria-label": `${file}, line ${line}` },
      ...lines.map((text, index) => {
        const number = (excerpt?.first ?? 1) + index;
        return make(
          "code",
          { class: number === Number(line) ? "here" : "" },
          make("b", {}, String(number)),
          `${text}\n`,
        );
      }),
    ),
  );
}

/** Dead letters, the latest first, with what they say of themselves; `sendAgain` is called with the number of one. */
export function lettersOf(
  letters: Detail["letters"],
  sendAgain: (letter: number, button: HTMLButtonElement) => void,
): HTMLElement[] {
  if (letters.length === 0) return [];
  return [
    make("h3", {}, "Dead letters"),
    make(
      "ol",
      { class: "letters" },
      ...letters.toReversed().map(({ time, body, headers, number, fate }) => {
        const { reason = "", edge = "", place = "", tries = "", ...others } = headers;
        const about = [edge, place, tries === "" ? "" : tries === "1" ? "tried once" : `tried ${tries} times`].filter(
          (one) => one !== "",
        );
        const rest = Object.entries(others)
          .filter(([name]) => name !== "time")
          .map(([name, value]) => `${name}=${value}`);
        return make(
          "li",
          {},
          make("time", {}, clock(time)),
          ...(reason === "" ? [] : [make("strong", {}, reason)]),
          ...(about.length === 0 ? [] : [make("span", { class: "about" }, about.join(", "))]),
          make("code", {}, body),
          ...(rest.length === 0 ? [] : [make("span", { class: "about" }, rest.join(" "))]),
          ...(fate === "stays" ? [] : [againButton(number, fate, sendAgain)]),
        );
      }),
    ),
  ];
}

function againButton(
  letter: number,
  fate: Detail["letters"][number]["fate"],
  sendAgain: (letter: number, button: HTMLButtonElement) => void,
): HTMLButtonElement {
  const text = fate === "sent" ? "Sent again" : fate === "sending" ? "Is being sent" : "Send again";
  const given = { type: "button", class: "again", "data-letter": String(letter), disabled: fate !== null };
  const button = make("button", { ...given, onclick: () => sendAgain(letter, button) }, text);
  return button;
}

/** Everything that is counted, for those who want to know it exactly. */
export function figuresOf(figures: Detail["figures"], isOpen: boolean): HTMLElement[] {
  if (figures.length === 0) return [];
  const rows = figures.map(({ name, help, of, value }) =>
    make(
      "tr",
      { title: help },
      make("th", { scope: "row" }, short(name), ...(of === "" ? [] : [make("small", {}, ` ${of}`)])),
      make(
        "td",
        { class: "number" },
        Number.isInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(6))),
      ),
    ),
  );
  const table = make("table", {}, make("caption", { class: "unseen" }, "Figures"), make("tbody", {}, ...rows));
  return [make("details", { class: "figures", open: isOpen }, make("summary", {}, "All figures"), table)];
}

/** `sluice_sink_written_total` as `written` */
function short(name: string): string {
  return name
    .replace(/^sluice_[a-z]+_/, "")
    .replace(/_total$/, "")
    .replaceAll("_", " ");
}

/** What the log says of it, the latest first. */
export function linesOf(log: Detail["log"]): HTMLElement[] {
  if (log.length === 0) return [];
  const lines = log.slice(-20).toReversed();
  return [make("h3", {}, "Log"), make("ol", { class: "lines" }, ...lines.map(lineOf))];
}

/** A line of the log. */
export function lineOf({ time, level, component, message, fields }: Detail["log"][number]): HTMLElement {
  const more = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return make(
    "li",
    { class: level },
    make("time", {}, clock(time)),
    make("b", {}, level),
    make("span", { class: "component" }, component),
    make("span", { class: "message" }, message),
    ...(more.length === 0 ? [] : [make("span", { class: "about" }, more.join(" "))]),
  );
}
