import assert from "node:assert/strict";
import { outline, planned } from "./outline.ts";

function plans(text: string, expected: readonly string[]): void {
  assert.deepEqual(outline(planned(text)), expected);
}

describe("plan: agents", () => {
  it("has a flow from each source and channel, and types on all edges", () => {
    plans(
      `topic lengths: int = embedded()
      agent a1 {
        source  r1 = netcat(port: 44444)
        channel c1 = memory()
        r1.map(e => e.body.trim()).filter(e => e.body != "") -> c1
        c1.map(e => e.body.length) -> lengths
      }`,
      [
        "topic lengths: int = embedded",
        "agent a1",
        "  a1.r1: string = source netcat",
        "  a1.c1: string = channel memory",
        "  a1.lengths: int = topicWriter",
        "  a1.r1 (string) -> a1.r1.map (string) -> a1.r1.filter (string) -> c1 (string)",
        "  a1.c1 (string) -> a1.c1.map (int) -> lengths (int)",
      ],
    );
  });

  it("names what the program leaves without a name, and numbers what repeats", () => {
    plans("agent a1 { netcat(port: 1) -> memory() -> logger()\n netcat(port: 2) -> memory() -> logger() }", [
      "agent a1",
      "  a1.netcat: string = source netcat",
      "  a1.netcat2: string = source netcat",
      "  a1.memory: string = channel memory",
      "  a1.memory2: string = channel memory",
      "  a1.logger: string = sink logger",
      "  a1.logger2: string = sink logger",
      "  a1.netcat (string) -> memory (string)",
      "  a1.memory (string) -> logger (string)",
      "  a1.netcat2 (string) -> memory2 (string)",
      "  a1.memory2 (string) -> logger2 (string)",
    ]);
  });

  it("gathers the wires of a source into one flow, and leaves those of a channel apart", () => {
    plans(
      `agent a1 {
        source r = netcat(port: 1)
        channel c1 = memory()
        channel c2 = memory()
        r -> c1
        r.map(e => e.body.length) -> c2
        c1 -> logger()
        c1 -> discard()
        c2 -> logger()
      }`,
      [
        "agent a1",
        "  a1.r: string = source netcat",
        "  a1.c1: string = channel memory",
        "  a1.c2: int = channel memory",
        "  a1.logger: string = sink logger",
        "  a1.discard: string = sink discard",
        "  a1.logger2: int = sink logger",
        "  a1.r (string) -> c1 (string)",
        "  a1.r (string) -> a1.r.map (int) -> c2 (int)",
        "  a1.c1 (string) -> logger (string)",
        "  a1.c1.2 (string) -> discard (string)",
        "  a1.c2 (int) -> logger2 (int)",
      ],
    );
  });

  it("keeps fan-outs, routes and optional targets", () => {
    plans(
      `agent a1 {
        source r = netcat(port: 1)
        channel c1 = memory()
        channel c2 = memory()
        channel c3 = memory()
        r -> route e => e.body { "a", "b" => c1, "c" => [c2, c3?], else => drop }
        c1 -> logger()
        c2 -> logger()
        c3 -> logger()
      }`,
      [
        "agent a1",
        "  a1.r: string = source netcat",
        "  a1.c1: string = channel memory",
        "  a1.c2: string = channel memory",
        "  a1.c3: string = channel memory",
        "  a1.logger: string = sink logger",
        "  a1.logger2: string = sink logger",
        "  a1.logger3: string = sink logger",
        "  a1.r (string) -> a1.route {2 c1 (string); 1 [c2 (string), c3? (string)]; else drop}",
        "  a1.c1 (string) -> logger (string)",
        "  a1.c2 (string) -> logger2 (string)",
        "  a1.c3 (string) -> logger3 (string)",
      ],
    );
  });

  it("knows where failures go", () => {
    plans(
      `topic rejects: string = embedded()
      agent a1 { netcat(port: 1).map(e => e.body.toInt() else -> rejects) -> memory() -> logger() }`,
      [
        "topic rejects: string = embedded",
        "agent a1",
        "  a1.netcat: string = source netcat",
        "  a1.memory: int = channel memory",
        "  a1.rejects: string = topicWriter",
        "  a1.logger: int = sink logger",
        "  a1.netcat (string) -> a1.netcat.map (int) else rejects (string) -> memory (int)",
        "  a1.memory (int) -> logger (int)",
      ],
    );
  });

  it("reads topics as sources", () => {
    plans("topic words: string = embedded()\nagent a1 { words -> memory() -> logger() }", [
      "topic words: string = embedded",
      "agent a1",
      "  a1.words: string = topicReader",
      "  a1.memory: string = channel memory",
      "  a1.logger: string = sink logger",
      "  a1.words (string) -> memory (string)",
      "  a1.memory (string) -> logger (string)",
    ]);
  });
});

describe("plan: streams", () => {
  it("makes ids of names, and tells those apart that would repeat", () => {
    plans(
      `stream s every 10s {
        let lines = socketText(host: "h", port: 1)
        let hits  = lines.map(l => l.trim()).map(l => (l, 1)).filter((l, n) => l != "")
        hits.reduceByKey((a, b) => a + b) -> print()
        hits.map((l, n) => l) -> print()
        lines.map(l => l.length) -> print()
      }`,
      [
        "stream s every 10s=10000",
        "  in s.lines: string = source socketText",
        "  s.lines: string = lines @ 10s",
        "  s.hits.map_ed7a1a: string = s.lines.map elementwise @ 10s",
        "  s.hits.map2: (string, int) = s.hits.map_ed7a1a.map elementwise @ 10s",
        "  s.hits: (string, int) = s.hits.map2.filter elementwise @ 10s",
        "  s.hits.reduceByKey: (string, int) = s.hits.reduceByKey blocking @ 10s",
        "  s.hits.map_8394e3: string = s.hits.map elementwise @ 10s",
        "  s.lines.map: int = s.lines.map elementwise @ 10s",
        "  s.hits.reduceByKey -> print ((string, int)) @ 10s",
        "  s.hits.map_8394e3 -> print2 (string) @ 10s",
        "  s.lines.map -> print3 (int) @ 10s",
        "  out s.print: (string, int) = sink print",
        "  out s.print2: string = sink print",
        "  out s.print3: int = sink print",
      ],
    );
  });

  it("knows how often each part has a batch", () => {
    plans(
      `param every: duration = 5s
      stream s every every {
        let words = socketText(host: "h", port: 1)
        words.window(1m, slide: 30s).count() -> print()
        words.window(1m, slide: every).window(2m, slide: 1m) -> discard()
      }
      stream t every 10s { socketText(host: "h", port: 2).window(1m, slide: 10s).union(socketText(host: "h", port: 3)) -> print() }`,
      [
        "stream s every every=?, 30s=30000, 1m=60000",
        "  in s.words: string = source socketText",
        "  s.words: string = words @ every",
        "  s.words.window_53a73d: string = s.words.window windowed @ 30s",
        "  s.words.count: int = s.words.window_53a73d.count blocking @ 30s",
        "  s.words.window_bd08a9: string = s.words.window windowed @ every",
        "  s.words.window2: string = s.words.window_bd08a9.window windowed @ 1m",
        "  s.words.count -> print (int) @ 30s",
        "  s.words.window2 -> discard (string) @ 1m",
        "  out s.print: int = sink print",
        "  out s.discard: string = sink discard",
        "stream t every 10s=10000",
        "  in t.socketText: string = source socketText",
        "  in t.socketText2: string = source socketText",
        "  t.socketText: string = socketText @ 10s",
        "  t.socketText.window: string = t.socketText.window windowed @ 10s",
        "  t.socketText2: string = socketText2 @ 10s",
        "  t.socketText.union: string = t.socketText.window, t.socketText2.union blocking @ 10s",
        "  t.socketText.union -> print (string) @ 10s",
        "  out t.print: string = sink print",
      ],
    );
  });

  it("reads a topic once, however often it is named, and channels of agents", () => {
    plans(
      `topic words: string = embedded()
      agent a1 { source r = netcat(port: 1)
        channel c1 = memory()
        r -> c1 }
      stream s every 1s {
        words.map(w => w.length) -> print()
        words.from("earliest", group: "g") -> print()
        words -> [discard(), print()]
        a1.c1 -> words
      }`,
      [
        "topic words: string = embedded",
        "agent a1",
        "  a1.r: string = source netcat",
        "  a1.c1: string = channel memory",
        "  a1.r (string) -> c1 (string)",
        "stream s every 1s=1000",
        "  in s.words: string = topicReader",
        "  in s.words2: string = topicReader",
        "  in s.c1: string = channelReader",
        "  s.words: string = words @ 1s",
        "  s.words.map: int = s.words.map elementwise @ 1s",
        "  s.words2: string = words2 @ 1s",
        "  s.c1: string = c1 @ 1s",
        "  s.words.map -> print (int) @ 1s",
        "  s.words2 -> print2 (string) @ 1s",
        "  s.words -> [discard (string), print3 (string)] @ 1s",
        "  s.c1 -> words3 (string) @ 1s",
        "  out s.print: int = sink print",
        "  out s.print2: string = sink print",
        "  out s.discard: string = sink discard",
        "  out s.print3: string = sink print",
        "  out s.words3: string = topicWriter",
      ],
    );
  });

  it("is plain data", () => {
    const plan = planned('stream s every 1s { lines("/x").map(l => l.length) -> print() }');
    assert.deepEqual(JSON.parse(JSON.stringify(plan)).streams[0].nodes[1].id, "s.lines.map");
    assert.equal(plan.streams[0]?.nodes[1]?.place.text, "input.flow:1:33");
  });
});

describe("plan: several files and broken programs", () => {
  it("runs what the entry declares, and of other files what is imported by name", () => {
    const files = {
      "/p/lib.flow": `pub topic words: string = embedded()
        pub agent feed { netcat(port: 1) -> memory() -> words }
        stream other every 1s { words -> print() }
        pub fn short(word: string): bool = word.length < 3`,
    };
    const entry = (names: string) => `import { ${names} } from "./lib.flow"
      stream own every 1s { words.filter(word => short(word)) -> print() }`;
    const ids = (names: string): string[] => {
      const { agents, streams } = planned(entry(names), files, true);
      return [...agents, ...streams].map((one) => one.id);
    };
    assert.deepEqual(ids("words, short"), ["own"]);
    assert.deepEqual(ids("words, short, feed"), ["feed", "own"]);
  });

  it("plans what can be made out of a program with errors", () => {
    for (const text of [
      "agent a1 { netcat( -> memory() -> logger() }",
      "agent a1 { source r = nothing()\n r -> c1 -> k1 }",
      "agent a1 { memory() -> logger()\n sink k = logger() }",
      "stream s every { lines().map( -> print() }",
      "stream s every 1s { let a = b\n let b = a\n a -> print() }",
      'stream s every 1s { lines("/x").nothing().map(x => x) -> nowhere }',
      "topic t: Nothing = nothing()\nagent a { t -> memory() -> t }",
      "agent a { -> }",
    ]) {
      assert.doesNotThrow(() => planned(text, {}, true), text);
    }
  });
});
