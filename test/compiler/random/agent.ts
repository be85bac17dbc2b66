import { BOOL, STRING } from "../../../compiler/model/types/construct.ts";
import type { RecordType, Type } from "../../../compiler/model/types/type.ts";
import { chain, type Flow } from "./chain.ts";
import { component, isText, sinksFor, type Topic, type Topics, topicsFor } from "./components.ts";
import { patternsOf } from "./forms.ts";
import { lambda } from "./lambda.ts";
import { unique, valueName } from "./names.ts";
import { several } from "./types.ts";
import { moduleScope, type Scope, type World } from "./world.ts";

/** A channel that a stream may read. */
export interface Channel {
  readonly path: string;
  readonly element: Type;
}

/** An agent: one or two sources, what happens on the way, channels and sinks. Gives a channel that is left to a stream. */
export function declareAgent(world: World, topics: Topics): Channel | null {
  const { choices, stdlib: library } = world;
  const agent = unique(valueName(choices), world.taken);
  const taken = new Set<string>([...world.taken]);
  const lines: string[] = [];
  let left: Channel | null = null;
  const rejects = topics.written.filter((one) => isText(one.element)).map((one) => one.name);
  const scope: Scope = { ...moduleScope(world, 3), element: true, rejects };
  const declare = (role: string, value: string): string => {
    const name = unique(valueName(choices), taken);
    lines.push(`${role} ${name} = ${value}`);
    return name;
  };
  const channel = (): string => declare("channel", component(choices.pick(library.components("channel")), null, world));
  const intoSinks = (from: string, element: Type): void => {
    const flow = chain({ text: from, element, slide: 0, isInput: true }, "Events", scope, [], 2);
    const fed = topicsFor(flow.element, topics.written);
    if (fed.length > 0 && choices.chance(40)) {
      lines.push(`${flow.text} -> ${choices.pick(fed).name}`);
      return;
    }
    const sink = () => component(choices.pick(sinksFor(flow.element, world)), flow.element, world);
    const way = choices.below(4);
    if (way === 0)
      lines.push(
        `${flow.text} -> ${choices.pick(["failover", "loadBalance"])}(${declare("sink", sink())}, ${declare("sink", sink())})`,
      );
    else if (way === 1) lines.push(`${flow.text} -> ${sink()}`);
    else lines.push(`${flow.text} -> ${declare("sink", sink())}`);
  };
  several(choices, 1, 2, () => {
    const flow = chain(beginning(world, topics.read, declare), "Events", scope, []);
    const way = choices.below(5);
    if (way === 0) {
      const [first, second] = [channel(), channel()];
      lines.push(`${flow.text} -> [${first}, ${second}${choices.chance(50) ? "?" : ""}]`);
      for (const one of [first, second]) intoSinks(one, flow.element);
    } else if (way === 1) {
      route(flow, scope, channel, intoSinks, lines);
    } else if (way === 2 && left === null) {
      const only = channel();
      lines.push(`${flow.text} -> ${only}`);
      left = { path: `${agent}.${only}`, element: flow.element };
    } else {
      const only = channel();
      lines.push(`${flow.text} -> ${only}`);
      intoSinks(only, flow.element);
    }
  });
  world.declarations.push(`agent ${agent} {\n${lines.join("\n")}\n}`);
  return left;
}

function beginning(world: World, topics: readonly Topic[], declare: (role: string, value: string) => string): Flow {
  const { choices, stdlib: library } = world;
  if (topics.length > 0 && choices.chance(25)) {
    const topic = choices.pick(topics);
    return { text: topic.name, element: topic.element, slide: 0, isInput: true };
  }
  const source = choices.pick(library.components("source"));
  return {
    text: declare("source", component(source, null, world)),
    element: source.result as Type,
    slide: 0,
    isInput: true,
  };
}

/** `flow -> route e => … { "a" => c1, else => c2 }` */
function route(
  flow: Flow,
  scope: Scope,
  channel: () => string,
  intoSinks: (from: string, element: Type) => void,
  lines: string[],
): void {
  const { choices } = scope.world;
  const event: RecordType = {
    kind: "record",
    name: "Event",
    fields: [
      { name: "body", type: flow.element },
      { name: "headers", type: { kind: "map", key: STRING, value: STRING } },
    ],
  };
  const result = choices.pick<Type>([BOOL, STRING, ...scope.world.unions]);
  const selector = lambda(
    { kind: "function", params: [{ name: null, type: event }], result },
    moduleScope(scope.world, 2),
    true,
  );
  if (selector.text.includes("{") || selector.text.startsWith("()")) {
    const only = channel();
    lines.push(`${flow.text} -> ${only}`);
    intoSinks(only, flow.element);
    return;
  }
  const channels: string[] = [];
  const target = (): string => {
    channels.push(channel());
    return channels.at(-1) ?? "";
  };
  const patterns = patternsOf(result, scope);
  const cases = patterns.map((one) => `${one} => ${choices.chance(20) ? "drop" : target()}`);
  if (result.kind === "string") cases.push(`else => ${choices.chance(50) ? "drop" : target()}`);
  if (channels.length === 0) cases[0] = `${patterns[0]} => ${target()}`;
  lines.push(`${flow.text} -> route ${selector.text} {\n${cases.join(",\n")}\n}`);
  for (const one of channels) intoSinks(one, flow.element);
}
