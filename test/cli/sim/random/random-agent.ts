import { sink, target } from "./random-sink.ts";
import type { Topic, Writer } from "./writer.ts";

const FIRST_PORT = 4000;

/** Writes an agent of one or two wires. */
export function agent(writer: Writer): void {
  const lines: string[] = [];
  const wires = writer.random.pick([1, 1, 2]);
  for (let wire = 0; wire < wires; wire++) writeWire(writer, lines);
  writer.declare(`agent ${writer.name("agent")}`, lines);
}

/** From a source by way of channels into sinks. */
function writeWire(writer: Writer, lines: string[]): void {
  const { random } = writer;
  const declare = (role: string, call: string) => {
    const name = writer.name(role);
    lines.push(`${role} ${name} = ${call}`);
    return name;
  };
  const known = writer.topics.length > 0 && random.chance(0.6) ? random.pick(writer.topics) : null;
  const from = known === null ? entry(writer, declare) : known.name;
  const first = declare("channel", channel(writer));
  const wire = `${from}${operators(writer)}`;
  const empty = (channel: string) => emptyChannel(writer, channel, declare, lines);
  if (random.chance(0.6)) {
    lines.push(`${wire} -> ${first}`);
    empty(first);
    return;
  }
  const second = declare("channel", channel(writer));
  const fan = random.pick([
    `[${first}, ${second}]`,
    `[${first}, ${second}?]`,
    `route e => e.body.length mod 2 == 0 { true => ${first}, false => ${second} }`,
  ]);
  lines.push(`${wire} -> ${fan}`);
  empty(first);
  empty(second);
}

type Declare = (role: string, call: string) => string;

/** Where lines come from outside. */
function entry(writer: Writer, declare: Declare): string {
  const { random } = writer;
  const port = FIRST_PORT + writer.count("port");
  const ways = [
    () => `taildir(files: ["${writer.name("in")}/*.log"], batchSize: ${random.between(5, 20)})`,
    () => `taildir(files: ["${writer.name("in")}/*.log"])`,
    () => `netcat(port: ${port})`,
    () => `spooldir("${writer.name("spooled")}")`,
    () => `syslog(port: ${port})`,
    () => `lines("${writer.name("in")}.txt")`,
    () => `socketText(host: "localhost", port: ${port})`,
    () => `exec(command: "tail -F ${writer.name("app")}.log", restart: true)`,
  ];
  if (random.chance(0.15)) return writer.topic("kafka").name;
  return declare("source", random.pick(ways)());
}

/** What happens to an event on a wire. */
function operators(writer: Writer): string {
  const { random } = writer;
  const ways = [
    () => ".map(e => e.body.toUpper())",
    () => `.filter(e => !e.body.endsWith("${random.below(10)}"))`,
    () => ".flatMap(e => [e.body, `${e.body} again`])",
    () => ".map(e => `${e.body.substring(e.body.length - 1).toInt() else drop} ends ${e.body}`)",
    () => `.map(e => \`\${e.body.substring(e.body.length - 1).toInt() else -> ${reject(writer)}} ends \${e.body}\`)`,
    () => ".dedupe(e => e.body, within: 10m)",
    () => ".throttle(30, per: 1s)",
    () => ".uuid().timestamp()",
  ];
  return Array.from({ length: random.pick([0, 0, 1, 2]) }, () => random.pick(ways)()).join("");
}

/** A topic for what cannot be read. */
function reject(writer: Writer): string {
  return writer.topic("own").name;
}

function channel(writer: Writer): string {
  const { random } = writer;
  const sizes = `transactionCapacity: 100, capacity: ${random.pick([500, 1000])}`;
  const ways = [
    () => `file(${[...writer.sometimes(sizes), ...writer.sometimes("maxFileSize: 2KiB")].join(", ")})`,
    () => `file(${writer.sometimes(sizes).join(", ")})`,
    () => `memory(${sizes})`,
    () => `spillable(memoryCapacity: ${random.pick([0, 20])}, ${sizes})`,
    () => 'kafka(brokers: "broker:9092")',
  ];
  return random.pick(ways)();
}

function emptyChannel(writer: Writer, channel: string, declare: Declare, lines: string[]): void {
  const { random } = writer;
  const to: string = random.chance(0.4) ? target(writer).name : declare("sink", sink(writer));
  const dead: Topic | null = random.chance(0.15) ? writer.topic("own") : null;
  lines.push(
    `${channel}${random.chance(0.15) ? operators(writer) : ""} -> ${to}${dead === null ? "" : ` else -> ${dead.name}`}`,
  );
}
