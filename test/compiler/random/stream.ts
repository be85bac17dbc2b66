import type { Channel } from "./agent.ts";
import { chain, type Flow } from "./chain.ts";
import type { Choices } from "./choices.ts";
import { component, isText, sinksFor, type Topics, topicsFor } from "./components.ts";
import { unique, valueName } from "./names.ts";
import { several } from "./types.ts";
import { moduleScope, type World } from "./world.ts";

/** A `let` of a stream, as tests reach it. */
export interface Part {
  readonly path: string;
  readonly flow: Flow;
}

/** A stream that reads topics, a channel, or a source of its own, and writes what comes of it. */
export function declareStream(world: World, topics: Topics, channel: Channel | null): readonly Part[] {
  const { choices, stdlib: library } = world;
  const name = unique(valueName(choices), world.taken);
  const every = choices.pick([1, 2, 10]);
  const rejects = topics.written.filter((one) => isText(one.element)).map((one) => one.name);
  const scope = { ...moduleScope(world, 3), element: true, rejects };
  const taken = new Set(world.taken);
  const lines: string[] = [];
  const parts: Flow[] = [];
  const flows: Flow[] = topics.read.map((one) => ({
    text: one.name,
    element: one.element,
    slide: every,
    isInput: true,
  }));
  if (channel !== null) flows.unshift({ text: channel.path, element: channel.element, slide: every, isInput: true });
  if (flows.length === 0 || choices.chance(15)) {
    const source = choices.pick(library.components("source"));
    const text = unique(valueName(choices), taken);
    lines.push(`let ${text} = ${component(source, null, world)}`);
    flows.push({ text, element: source.result ?? { kind: "string" }, slide: every, isInput: true });
  }
  several(choices, 1, 4, (index) => {
    const from = index === 0 ? (flows[0] as Flow) : choices.pick(flows);
    const made = chain(from, "DStream", scope, parts);
    const part = unique(valueName(choices), taken);
    lines.push(`let ${part} = ${made.text}`);
    const flow = { ...made, text: part };
    flows.push(flow);
    parts.push(flow);
  });
  if (choices.chance(40)) {
    // Several slower parts side by side, in each of which something is kept.
    several(choices, 2, 3, () => {
      const from = choices.pick(flows);
      const slide = from.slide * (1 + choices.below(3));
      const part = unique(valueName(choices), taken);
      const window = `window(${slide * (1 + choices.below(2))}s, ${slide}s)`;
      lines.push(`let ${part} = ${from.text}.${window}.window(${slide * (1 + choices.below(4))}s).count()`);
      const flow: Flow = { text: part, element: { kind: "int" }, slide, isInput: false };
      parts.push(flow);
    });
  }
  const written = choices.chance(50) ? parts.slice(-1) : parts;
  for (const one of written) {
    const flow = choices.chance(30) ? chain(one, "DStream", scope, parts, 2) : one;
    const targets = several(choices, 1, 2, () => {
      const fed = topicsFor(flow.element, topics.written);
      if (fed.length > 0 && choices.chance(30)) return choices.pick(fed).name;
      return component(choices.pick(sinksFor(flow.element, world)), flow.element, world);
    });
    lines.push(`${flow.text} -> ${targets.length === 1 ? targets[0] : `[${targets.join(", ")}]`}`);
  }
  world.declarations.push(`stream ${name} every ${every}s${onFailure(choices)} {\n${lines.join("\n")}\n}`);
  return parts.map((flow) => ({ path: `${name}.${flow.text}`, flow }));
}

/** What the head of a stream says of batches that fail. */
function onFailure(choices: Choices): string {
  const retries = choices.chance(10) ? ` retries ${choices.pick([0, 3])}` : "";
  return choices.chance(20) ? `${retries} else ${choices.pick(["drop", "-> discard()", "-> print()"])}` : retries;
}
