import { sink, target } from "./random-sink.ts";
import type { Topic, Writer } from "./writer.ts";

/** Writes a stream of one input or two. */
export function stream(writer: Writer): void {
  const { random } = writer;
  const name = writer.name("stream");
  const isExact = random.chance(0.4);
  const lines: string[] = [];
  const first = input(writer, isExact, null);
  const second = random.chance(0.25) ? input(writer, isExact, first.topic) : null;
  const joined = second === null ? first.text : `${first.text}.union(${second.text})`;
  // Positions are as exact as the state that they are kept with.
  const remembering = isExact ? NUMBERING : "";
  const steps = remembering + Array.from({ length: random.between(0, 2) }, () => random.pick(operators)).join("");
  lines.push(`let out = ${joined}.filter(line => line != "")${steps}`);
  const outputs = Array.from({ length: random.pick([1, 1, 2]) }, () => output(writer, isExact));
  lines.push(`out -> ${outputs.length === 1 ? outputs[0] : `[${outputs.join(", ")}]`}`);
  if (!isExact && random.chance(0.25)) {
    lines.push(`let counted = out.${random.pick(counts)}`);
    lines.push("counted -> print()");
  }
  const words = [`stream ${name} every ${random.pick(["500ms", "1s", "3s"])}`];
  if (isExact) words.push("guarantees exactlyOnce");
  writer.declare(words.join(" "), lines);
}

/** What a stream reads; `topic` is null for a source. */
interface Input {
  readonly text: string;
  readonly topic: Topic | null;
}

/** An input other than `read`, which the stream has already. */
function input(writer: Writer, isExact: boolean, read: Topic | null): Input {
  const { random } = writer;
  const topics = writer.topics.filter((topic) => topic !== read && (topic.knowsBatches || !isExact));
  if (topics.length > 0 && random.chance(0.7)) {
    const topic = random.pick(topics);
    return { text: random.chance(0.5) ? topic.name : `${topic.name}.from("earliest")`, topic };
  }
  const isWhole = isExact || random.chance(0.5);
  const source = isWhole
    ? `lines("${writer.name("read")}.txt")`
    : `taildir(files: ["${writer.name("followed")}/*.log"])`;
  return { text: source, topic: null };
}

function output(writer: Writer, isExact: boolean): string {
  if (writer.random.chance(0.4)) return target(writer, isExact).name;
  return sink(writer, isExact);
}

/** Says how often a line has come. */
const NUMBERING =
  ".map(line => (line, 1)).mapWithState((line, one, times: int?) => ((times else 0) + one, `${line} ${(times else 0) + one}`))";

/** Gives each line when its timer is due, with how often it has come until then. */
const LATER = `.map(line => (line, 1)).process(
    onElement: (line, one, state: { times: int, at: timestamp }?, now) => {
      return ({ times: (state?.times else 0) + one, at: state?.at else now + 2s }, [])
    },
    wakeAt: (line, state) => state.at,
    onTimer: (line, state, at) => (null, [\`\${line} after \${state.times}\`]),
  )`;

/** What a stream does with its lines, which leaves each a line of its own. */
const operators = [
  ".map(line => line.toUpper())",
  '.filter(line => !line.endsWith("3"))',
  ".flatMap(line => [line, `${line} again`])",
  ".distinct()",
  ".map(line => `${line.substring(line.length - 1).toInt() else drop} ends ${line}`)",
  ".dedupe(by: line => line, within: 1h)",
  NUMBERING,
  LATER,
  ".map(line => (line, line.length)).reduceByKey((a, b) => a.max(b)).map((line, most) => `${line} of ${most}`)",
] as const;

/** What depends on what a batch has. */
const counts = [
  "count()",
  "countByWindow(6s)",
  "map(line => line.length).window(6s, slide: 6s).reduce((a, b) => a + b)",
] as const;
