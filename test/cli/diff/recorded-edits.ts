/** Programs before and after an edit, and what is to become of what the first has kept. */
export interface Edit {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** `verdict subject name`, sorted: all but what is kept and what is only shown. */
  readonly expected: readonly string[];
}

/** A stream over the lines of a file; `after` is the same with another body or head. */
function stream(body: string, head = "counts every 1s"): string {
  return `stream ${head} {\n  let words = lines("words")\n${body}\n}\n`;
}

const SUM = "updateStateByKey((n, all: int?) => (all else 0) + n.length)";
const totals = (chain = `words.map(w => (w, 1)).${SUM}`, name = "totals") =>
  `  let ${name} = ${chain}\n  ${name.split(" ")[0]} -> print()`;
const KEPT = stream(totals());

/** Keeps a record for each key. */
const record = (fields: string, first: string) =>
  `type Seen = { ${fields} }\n${stream(totals(`words.map(w => (w, 1)).updateStateByKey((n, seen: Seen?) => seen else ${first})`))}`;

const windowed = (...chains: readonly string[]) =>
  stream(chains.map((chain) => `  ${chain}.count() -> print()`).join("\n"));

const topic = (name: string, element = "string") => `topic ${name}: ${element} = embedded()\n`;
const reading = (of: string, head = "shown every 1s") => `stream ${head} {\n  ${of} -> print()\n}\n`;
const writing = (to: string, head = "filled every 1s", value = "w") =>
  `stream ${head} {\n  lines("words").map(w => ${value}) -> ${to}\n}\n`;

/** An agent whose channel has what its sink did not get. */
function agent({
  name = "a",
  source = "logs",
  channel = "spool",
  kept = "file()",
  sink = 'http(url: "http://127.0.0.1:1/")',
  step = "",
}): string {
  const [from, through] = [source, channel].map((declared) => declared.split(" ")[0]);
  return `agent ${name} {
  source  ${source} = taildir(files: ["words"])
  channel ${channel} = ${kept}

  ${from}${step} -> ${through} -> ${sink}
}
`;
}

/** A let for each operator with a window. */
const ALL_WINDOWS = (length: string) =>
  [
    `words.countByWindow(${length})`,
    `words.countByValueAndWindow(${length})`,
    `words.map(w => w.length).reduceByWindow((a, b) => a + b, window: ${length})`,
    `words.map(w => (w, 1)).groupByKeyAndWindow(${length})`,
    `words.slice(from: ${length})`,
  ]
    .map((chain, index) => `  let w${index} = ${chain}\n  w${index} -> print()`)
    .join("\n");

export const EDITS: readonly Edit[] = [
  { name: "nothing", before: KEPT, after: KEPT, expected: [] },
  {
    name: "a filter before what keeps something",
    before: KEPT,
    after: stream(totals(`words.filter(w => w != "b").map(w => (w, 1)).${SUM}`)),
    expected: [],
  },
  {
    name: "a filter behind it",
    before: KEPT,
    after: stream(`  let totals = words.map(w => (w, 1)).${SUM}\n  totals.filter((w, n) => n > 1) -> print()`),
    expected: [],
  },
  {
    name: "another function",
    before: KEPT,
    after: stream(totals(`words.map(w => (w, 2)).${SUM.replace("n.length", "n.length * 2")}`)),
    expected: [],
  },
  {
    name: "a let with another name",
    before: KEPT,
    after: stream(totals(undefined, "sums")),
    expected: ["lost state counts.totals", "new state counts.sums"],
  },
  {
    name: "a let with another name that says what it was",
    before: KEPT,
    after: stream(totals(undefined, 'sums was "totals"')),
    expected: [],
  },
  {
    name: "a stream with another name",
    before: KEPT,
    after: stream(totals(), "sums every 1s"),
    expected: ["lost positions counts.words", "lost state counts", "new positions sums.words", "new state sums.totals"],
  },
  {
    name: "a stream with another name that says what it was",
    before: KEPT,
    after: stream(totals(), 'sums was "counts" every 1s'),
    expected: [],
  },
  {
    name: "all names, and what they were",
    before: KEPT,
    after: `stream sums was "counts" every 1s {\n  let rows was "words" = lines("words")\n${totals(`rows.map(w => (w, 1)).${SUM}`, 'all was "totals"')}\n}\n`,
    expected: [],
  },
  {
    name: "an input with another name",
    before: KEPT,
    after: `stream counts every 1s {\n  let rows = lines("words")\n${totals(`rows.map(w => (w, 1)).${SUM}`)}\n}\n`,
    expected: ["lost positions counts.words", "new positions counts.rows"],
  },
  {
    name: "an int that becomes a float",
    before: KEPT,
    after: stream(totals("words.map(w => (w, 1.0)).updateStateByKey((n, all: float?) => (all else 0.0) + n.sum())")),
    expected: ["migrated state counts.totals"],
  },
  {
    name: "a float that becomes an int",
    before: stream(totals("words.map(w => (w, 1.0)).updateStateByKey((n, all: float?) => (all else 0.0) + n.sum())")),
    after: KEPT,
    expected: ["lost state counts.totals", "new state counts.totals"],
  },
  {
    name: "an int that becomes a string",
    before: KEPT,
    after: stream(totals('words.map(w => (w, 1)).updateStateByKey((n, all: string?) => "x")')),
    expected: ["lost state counts.totals", "new state counts.totals"],
  },
  {
    name: "a field that may be absent",
    before: record("n: int", "{ n: 1 }"),
    after: record("n: int, last: string?", "{ n: 1, last: null }"),
    expected: ["migrated state counts.totals"],
  },
  {
    name: "a field that must be there",
    before: record("n: int", "{ n: 1 }"),
    after: record("n: int, last: string", '{ n: 1, last: "" }'),
    expected: ["lost state counts.totals", "new state counts.totals"],
  },
  {
    name: "a field less",
    before: record("n: int, last: string", '{ n: 1, last: "" }'),
    after: record("n: int", "{ n: 1 }"),
    expected: ["migrated state counts.totals"],
  },
  {
    name: "fields in another order",
    before: record("n: int, last: string", '{ n: 1, last: "" }'),
    after: record("last: string, n: int", '{ n: 1, last: "" }'),
    expected: ["migrated state counts.totals"],
  },
  {
    name: "another key",
    before: KEPT,
    after: stream(totals(`words.map(w => (w.length, 1)).${SUM}`)),
    expected: ["lost state counts.totals", "new state counts.totals"],
  },
  {
    name: "sides of a pair that change places",
    before: stream(totals("words.map(w => (w, (w, 1))).updateStateByKey((n, seen: (string, int)?) => seen else n[0])")),
    after: stream(totals("words.map(w => (w, (1, w))).updateStateByKey((n, seen: (int, string)?) => seen else n[0])")),
    expected: ["lost state counts.totals", "new state counts.totals"],
  },
  {
    name: "a join whose sides change places",
    before: stream(
      `  let pairs = words.map(w => (w, 1)).join(words.map(w => (w, "x")))\n${totals("pairs.updateStateByKey((n, seen: (int, string)?) => seen else n[0])")}`,
    ),
    after: stream(
      `  let pairs = words.map(w => (w, "x")).join(words.map(w => (w, 1)))\n${totals("pairs.updateStateByKey((n, seen: (string, int)?) => seen else n[0])")}`,
    ),
    expected: ["lost state counts.totals", "new state counts.totals"],
  },
  {
    name: "state that goes",
    before: KEPT,
    after: stream(totals("words.map(w => (w, 1)).reduceByKey((a, b) => a + b)")),
    expected: ["lost positions counts.words", "lost state counts"],
  },
  {
    name: "state that comes",
    before: stream(totals("words.map(w => (w, 1)).reduceByKey((a, b) => a + b)")),
    after: KEPT,
    expected: ["new positions counts.words", "new state counts.totals"],
  },
  {
    name: "another operator",
    before: KEPT,
    after: stream(totals("words.map(w => (w, 1)).mapWithState((w, n, all: int?) => ((all else 0) + n, w))")),
    expected: ["lost state counts.totals", "new state counts.totals"],
  },
  {
    name: "a time-out",
    before: stream(totals("words.map(w => (w, 1)).mapWithState((w, n, all: int?) => ((all else 0) + n, w))")),
    after: stream(
      totals("words.map(w => (w, 1)).mapWithState((w, n, all: int?) => ((all else 0) + n, w), timeout: 1h)"),
    ),
    expected: [],
  },
  {
    name: "a timer",
    before: stream(
      `  let seen = words.map(w => (w, 1)).process(onElement: (w, n, all: int?) => ((all else 0) + n, [w]), wakeAt: (w, all) => null, onTimer: (w, all) => (all, []))\n  seen -> print()`,
    ),
    after: stream(
      `  let seen = words.map(w => (w, 1)).process(onElement: (w, n, all: int?) => ((all else 0) + n, [w]), wakeAt: (w, all) => @2100-01-01, onTimer: (w, all) => (all, []))\n  seen -> print()`,
    ),
    expected: [],
  },
  {
    name: "values of a reduced window that become floats",
    before: stream(
      "  let hits = words.map(w => (w, 1)).reduceByKeyAndWindow((a, b) => a + b, window: 1m)\n  hits -> print()",
    ),
    after: stream(
      "  let hits = words.map(w => (w, 1.0)).reduceByKeyAndWindow((a, b) => a + b, window: 2m)\n  hits -> print()",
    ),
    expected: ["migrated state counts.hits"],
  },
  {
    name: "a longer window",
    before: windowed("words.window(1m)"),
    after: windowed("words.window(2m)"),
    expected: [],
  },
  {
    name: "longer windows of all kinds",
    before: stream(ALL_WINDOWS("1m")),
    after: stream(ALL_WINDOWS("2m")),
    expected: [],
  },
  {
    name: "a shorter window",
    before: windowed("words.window(2m)"),
    after: windowed("words.window(1m)"),
    expected: [],
  },
  {
    name: "a window with a slide",
    before: windowed("words.window(1m)"),
    after: windowed("words.window(1m, 2s)"),
    expected: [],
  },
  {
    name: "another interval under a window",
    before: windowed("words.window(1m)"),
    after: windowed("words.window(1m)").replace("every 1s", "every 2s"),
    expected: ["lost state counts.wordsWindow", "new state counts.wordsWindow"],
  },
  {
    name: "another interval under state by key",
    before: KEPT,
    after: stream(totals(), "counts every 2s"),
    expected: [],
  },
  {
    name: "two windows without names that change places",
    before: windowed("words.window(1m)", "words.window(2m)"),
    after: windowed("words.window(2m)", "words.window(1m)"),
    expected: [],
  },
  {
    name: "another window beside one without a name",
    before: windowed("words.window(1m)"),
    after: windowed("words.window(2m)", "words.window(1m)"),
    expected: ["new state counts.wordsWindow_"],
  },
  {
    name: "one of two windows without names less",
    before: windowed("words.window(2m)", "words.window(1m)"),
    after: windowed("words.window(1m)"),
    expected: ["lost state counts.wordsWindow_"],
  },
  {
    name: "one of two windows without names longer",
    before: windowed("words.window(1m)", "words.window(2m)"),
    after: windowed("words.window(1m)", "words.window(3m)"),
    expected: ["lost state counts.wordsWindow_", "new state counts.wordsWindow_"],
  },
  {
    name: "a filter before a window without a name",
    before: windowed("words.window(1m)"),
    after: windowed('words.filter(w => w != "b").window(1m)'),
    expected: [],
  },
  {
    name: "a name for what had none",
    before: windowed("words.window(1m)"),
    after: stream("  let recent = words.window(1m)\n  recent.count() -> print()"),
    expected: ["lost state counts.wordsWindow", "new state counts.recent"],
  },
  {
    name: "a name for what had none, and what it was",
    before: windowed("words.window(1m)"),
    after: stream('  let recent was "wordsWindow" = words.window(1m)\n  recent.count() -> print()'),
    expected: [],
  },
  {
    name: "a let with another name above what has none",
    before: windowed("words.window(1m)"),
    after: windowed("words.window(1m)")
      .replace("let words", 'let rows was "words"')
      .replace("words.window", "rows.window"),
    expected: [],
  },
  {
    name: "a stream more",
    before: KEPT,
    after: `${stream(totals(), "others every 1s")}${KEPT}`,
    expected: ["new positions others.words", "new state others.totals"],
  },
  {
    name: "a stream less",
    before: `${stream(totals(), "others every 1s")}${KEPT}`,
    after: KEPT,
    expected: ["lost positions others.words", "lost state others"],
  },
  {
    name: "a topic with another name",
    before: topic("hits") + writing("hits") + reading("hits"),
    after: topic("visits") + writing("visits") + reading("visits"),
    expected: ["lost positions shown.hits", "lost topic hits", "new positions shown.visits", "new topic visits"],
  },
  {
    name: "a topic with another name that says what it was",
    before: topic("hits") + writing("hits") + reading("hits"),
    after: topic('visits was "hits"') + writing("visits") + reading("visits"),
    expected: [],
  },
  {
    name: "a topic of floats that was one of ints",
    before: topic("hits", "int") + writing("hits", undefined, "1") + reading("hits"),
    after: topic("hits", "float") + writing("hits", undefined, "1.0") + reading("hits"),
    expected: ["migrated topic hits"],
  },
  {
    name: "another group",
    before: topic("hits") + writing("hits") + reading("hits"),
    after: topic("hits") + writing("hits") + reading('hits.from("latest", group: "others")'),
    expected: ["begun again positions shown.hits"],
  },
  {
    name: "a stateless stream with another name that says what it was",
    before: topic("hits") + writing("hits") + reading("hits"),
    after: topic("hits") + writing("hits") + reading("hits", 'seen was "shown" every 1s'),
    expected: [],
  },
  { name: "a step of an agent", before: agent({}), after: agent({ step: ".timestamp()" }), expected: [] },
  {
    name: "an agent with another name",
    before: agent({}),
    after: agent({ name: "b" }),
    expected: ["lost channel a.spool", "lost positions a.logs", "new channel b.spool", "new positions b.logs"],
  },
  {
    name: "an agent with another name that says what it was",
    before: agent({}),
    after: agent({ name: 'b was "a"' }),
    expected: [],
  },
  {
    name: "a channel with another name",
    before: agent({}),
    after: agent({ channel: "buffer" }),
    expected: ["lost channel a.spool", "new channel a.buffer"],
  },
  {
    name: "a channel with another name that says what it was",
    before: agent({}),
    after: agent({ channel: 'buffer was "spool"' }),
    expected: [],
  },
  {
    name: "a channel that keeps its events in memory",
    before: agent({}),
    after: agent({ kept: "memory()" }),
    expected: ["lost channel a.spool"],
  },
  {
    name: "a channel of other events",
    before: agent({}),
    after: agent({ step: ".map(e => e.body.length)" }),
    expected: ["lost channel a.spool"],
  },
  {
    name: "an agent less",
    before: agent({}) + reading('lines("words")'),
    after: reading('lines("words")'),
    expected: ["lost channel a.spool", "lost positions a.logs"],
  },
  {
    name: "a stateless stream with another name",
    before: topic("hits") + writing("hits") + reading("hits"),
    after: topic("hits") + writing("hits") + reading("hits", "seen every 1s"),
    expected: ["lost positions shown.hits", "new positions seen.hits"],
  },
  {
    name: "a source with another name",
    before: agent({}),
    after: agent({ source: "rows" }),
    expected: ["lost positions a.logs", "new positions a.rows"],
  },
  {
    name: "a source with another name that says what it was",
    before: agent({}),
    after: agent({ source: 'rows was "logs"' }),
    expected: [],
  },
];
