import assert from "node:assert/strict";
import { guaranteesOf, MOST_PATHS, type PathReport, wholePaths } from "../../../../compiler/3-plan/checks/guarantee.ts";
import { planned } from "../outline.ts";

const taildir = `taildir(files: ["/var/log/x"])`;

/** Each path with its guarantee, what loses (`-`) and what repeats (`+`). */
function told(paths: readonly PathReport[]): string[] {
  return paths.map(({ steps, guarantee, lowerings, rejects }) => {
    const by = lowerings.map((one) => `${one.to === "atMostOnce" ? "-" : "+"}${one.step}`);
    return [`${steps.join(" -> ")}${rejects ? " (rejects)" : ""}: ${guarantee}`, ...by].join(" ");
  });
}

function paths(program: string): string[] {
  return told(guaranteesOf(planned(`topic t: string = embedded()\n${program}`)));
}

describe("guarantees of paths", () => {
  const cases: readonly [title: string, program: string, ...expected: string[]][] = [
    [
      "lose what a volatile channel holds and a forgetful source has read",
      `agent a { exec(command: "x") -> memory() -> logger() }`,
      "exec -> memory -> logger: atMostOnce -exec -memory",
    ],
    [
      "repeat after a crash what a replayable source and a durable channel bring again",
      `agent a { ${taildir} -> file() -> files("/tmp/x") }`,
      "taildir -> file -> files: atLeastOnce +taildir +files",
    ],
    [
      "do not repeat an atomic write behind a channel that a crash empties",
      `agent a { exec(command: "x") -> memory() -> files("/tmp/x") }`,
      "exec -> memory -> files: atMostOnce -exec -memory",
    ],
    [
      "may do both: a write to a topic that failed may have been done in part",
      `agent a { exec(command: "x") -> memory() -> t }`,
      "exec -> memory -> t: bestEffort -exec -memory +t",
    ],
    [
      "end repeats at an idempotent sink",
      `agent a { ${taildir} -> file() -> discard() }`,
      "taildir -> file -> discard: exactlyOnce",
    ],
    [
      "do not end them where an operator has made other elements of the events",
      `stream s every 1s { t.count() -> discard() }\nstream u every 1s { t.map(x => x) -> discard() }`,
      "t -> discard: atLeastOnce +t +count",
      "t -> discard: exactlyOnce",
    ],
    [
      "repeat nothing in a stream that keeps its positions, at outputs that know a batch that is done again",
      `stream s every 1s {
        let d = t.map(x => (x, 1)).mapWithState((k, v, n: int?) => (v, k))
        d -> [files("/tmp/x"), u, print(), files("/tmp/y") else -> dead]
      }
      topic u: string = embedded()
      topic dead: string = embedded()`,
      "t -> files: exactlyOnce",
      "t -> u: exactlyOnce",
      "t -> print: atLeastOnce +t +print",
      "t -> files2: atLeastOnce +t +files2",
      "t -> dead (rejects): atLeastOnce +t +dead",
    ],
    [
      "repeat where a stream reads something that cannot give the same again",
      `stream s every 1s {
        let d = t.map(x => (x, 1)).mapWithState((k, v, n: int?) => (v, k))
        d.union(lines("/tmp/a")).union(socketText(host: "localhost", port: 1)) -> files("/tmp/x")
      }`,
      "t -> files: atLeastOnce +t +files",
      "lines -> files: atLeastOnce +lines +files",
      "socketText -> batch -> files: atMostOnce -socketText",
    ],
    [
      "read a file again in a stream that keeps where it stands, and in another not",
      `stream s every 1s { lines("/tmp/a").distinct() -> files("/tmp/x") }
      stream u every 1s { lines("/tmp/a").map(x => (x, 1)).mapWithState((k, v, n: int?) => (v, k)) -> t }`,
      "lines -> batch -> files: bestEffort +lines -batch",
      "lines -> t: exactlyOnce",
    ],
    [
      "know options that change what is kept",
      `agent a { netcat(port: 1, ackEveryEvent: false) -> file(fsync: false) -> discard() }`,
      "netcat -> file -> discard: atMostOnce -netcat -file",
    ],
    [
      "lose at an optional channel only what goes there",
      `agent a {
        source r = ${taildir}
        channel c1 = file()
        channel c2 = memory()
        r -> [c1, c2?]
        c1 -> discard()
        c2 -> discard()
      }`,
      "r -> c1 -> discard: exactlyOnce",
      "r -> c2 -> discard2: atMostOnce -c2 -c2",
    ],
    [
      "repeat in one channel when the disk of another fails",
      `agent a {
        source r = exec(command: "x")
        channel c1 = memory()
        channel c2 = file()
        r -> [c1, c2]
        c1 -> files("/tmp/x")
        c2 -> discard()
      }`,
      "r -> c1 -> files: bestEffort -r -c1 +c1",
      "r -> c2 -> discard: atMostOnce -r",
    ],
    [
      "of a sink group repeat what the next sink writes again, and lose what any of them may",
      `extern sink shout<T>(): T delivers unconfirmed from "./shout.ts"
      agent a {
        sink k1 = logger()
        sink k2 = shout()
        ${taildir} -> file() -> failover(k1, k2)
      }`,
      "taildir -> file -> failover(k1, k2): bestEffort +taildir -k2 +failover",
    ],
    [
      "are there for what is rejected, from sources and from channels",
      `agent a {
        source r = ${taildir}
        channel c = file()
        r.map(e => e.body.toInt() else -> t) -> c
        c.map(e => 1 div e.body else -> t) -> discard()
      }`,
      "r -> t (rejects): atLeastOnce +r +t",
      "r -> c -> t (rejects): atLeastOnce +r +t",
      "r -> c -> discard: exactlyOnce",
    ],
    [
      "of a stream lose what waits in memory, though its source could read it again",
      `stream s every 1s { ${taildir} -> discard() }\nstream u every 1s { socketText(host: "h", port: 1) -> print() }`,
      "taildir -> batch -> discard: atMostOnce -batch",
      "socketText -> batch -> print: atMostOnce -socketText",
    ],
    [
      "go on from the channel that a stream reads, with what that channel may lose",
      `agent a { channel c = memory()\n ${taildir} -> c }\nstream s every 1s { a.c -> discard() }`,
      "taildir -> c: bestEffort +taildir -c",
      "a.c -> discard: atMostOnce -a.c",
    ],
    [
      "take a component that does not say what it delivers for the worst",
      `extern source drip(): string from "./drip.ts"
      extern sink shout<T>(): T from "./shout.ts"
      agent a { drip() -> file() -> shout() }`,
      "drip -> file -> shout: atMostOnce -drip -shout",
    ],
  ];
  for (const [title, program, ...expected] of cases) {
    it(title, () => {
      assert.deepEqual(paths(program), expected);
    });
  }

  it("know that the leader of a Kafka topic may die with what it alone has", () => {
    const program = (acks: string) =>
      `topic k: string = kafka(brokers: "b:9092"${acks})\nagent a { ${taildir} -> file() -> k }`;
    assert.deepEqual(told(guaranteesOf(planned(program("")))), ["taildir -> file -> k: atLeastOnce +taildir +k"]);
    const [path] = guaranteesOf(planned(program(`, acks: "leader"`)));
    assert.equal(path?.guarantee, "bestEffort");
    assert.equal(path?.lowerings.find((one) => one.to === "atMostOnce")?.raise, `Set \`acks: "all"\`.`);
  });

  it("name what a program gives up on purpose", () => {
    const [agent, stream] = guaranteesOf(
      planned(`topic t: int = embedded()
        agent a { ${taildir}.map(e => e.body.toInt() else drop) -> file() -> t }
        stream s every 10s { t.window(10s, slide: 20s) -> print() }`),
    );
    assert.match(agent?.choices.map((one) => one.what).join() ?? "", /^`map` drops what fails \(`else drop`\)$/);
    assert.match(stream?.choices.map((one) => one.what).join() ?? "", /^`window` leaves out what lies between/);
  });

  it("lead through the whole program, and say that what came twice is combined twice", () => {
    const plan = planned(`topic t: string = embedded()
      agent a { source r = ${taildir}\n channel c = file()\n r -> c -> t }
      stream s every 1s { let n = t.count()\n n -> print()\n t -> discard() }`);
    assert.deepEqual(told(wholePaths(plan)), [
      "a.r -> a.c -> t -> s.print: atLeastOnce +r +t +t +print +n",
      "a.r -> a.c -> t -> s.discard: exactlyOnce",
    ]);
  });

  it("are not all followed where topics double them again and again", () => {
    const stages = Array.from({ length: 20 }, (_, at) => {
      const stream = (name: string) => `stream ${name}${at} every 1s { t${at}.map(x => x) -> t${at + 1} }`;
      return `topic t${at + 1}: string = embedded()\n${stream("one")}\n${stream("two")}`;
    });
    const plan = planned(`topic t0: string = embedded()
      agent a { exec(command: "x") -> memory() -> t0 }
      ${stages.join("\n")}`);
    assert.equal(wholePaths(plan).length, MOST_PATHS);
  });

  it("end where a path comes back to where it was", () => {
    const plan = planned(`topic t: string = embedded()
      agent a { exec(command: "x") -> memory() -> t }
      agent b { t.filter(e => e.body != "") -> memory() -> t }`);
    assert.deepEqual(
      wholePaths(plan).map((one) => one.ids.join(" -> ")),
      ["a.exec -> a.memory -> t -> b.memory -> t"],
    );
  });
});
