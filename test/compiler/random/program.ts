import { array, STRING } from "../../../compiler/model/types/construct.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { RecordType, Type } from "../../../compiler/model/types/type.ts";
import { type Channel, declareAgent } from "./agent.ts";
import type { Choices } from "./choices.ts";
import { LEVEL, within } from "./code.ts";
import { component, type Topic, type Topics } from "./components.ts";
import { declareSome } from "./declarations.ts";
import { make } from "./expression.ts";
import type { Library } from "./library.ts";
import { quote } from "./literals.ts";
import { unique, valueName } from "./names.ts";
import { declareStream, type Part } from "./stream.ts";
import { dataType, several } from "./types.ts";
import { moduleScope, type World } from "./world.ts";

/** Texts of a program's files by name; the first is the entry. */
export type RandomProgram = Readonly<Record<string, string>>;

/** A program without a mistake, of the constructs that `choices` picks. */
export function randomProgram(choices: Choices, library: Library): RandomProgram {
  const world = emptyWorld(choices, library);
  const other = choices.chance(40) ? importedFile(choices, library, world) : null;
  declareSome(world, false);
  const topics: Topics = {
    read: several(choices, 1, 2, () => declareTopic(world)),
    written: several(choices, 0, 2, () => declareTopic(world)),
  };
  const channels = several(choices, 0, 2, () => declareAgent(world, topics));
  const left = channels.filter((one): one is Channel => one !== null);
  const parts = several(choices, left.length > 0 ? 1 : 0, 2, () =>
    declareStream(world, topics, left.pop() ?? null),
  ).flat();
  for (const one of left) world.declarations.push(streamOf(one, world));
  several(choices, 0, 2, () => declareTest(world, topics, parts));
  const text = `${world.declarations.join(choices.pick(["\n", "\n\n"]))}\n`;
  return other === null ? { "main.flow": text } : { "main.flow": text, "other.flow": other };
}

function emptyWorld(choices: Choices, library: Library): World {
  const known = library.functions.flatMap((one) => {
    const result = one.result?.kind === "fallible" ? one.result.type : one.result;
    return result?.kind === "record" && result.name !== undefined ? result : [];
  });
  const records: RecordType[] = choices.chance(30) ? [...known] : [];
  return {
    choices,
    stdlib: library,
    taken: new Set(),
    records,
    unions: [],
    values: [],
    functions: [],
    components: { count: 0 },
    declarations: [],
  };
}

/** Declares things in a file of their own, and their import in `world`. */
function importedFile(choices: Choices, library: Library, world: World): string {
  const own = emptyWorld(choices, library);
  own.records.length = 0;
  declareSome(own, true);
  const names = [...own.taken];
  const publics = own.declarations.map((text) => (/^const hoisted/.test(text) ? `pub ${text}` : text));
  world.declarations.push(`import { ${names.join(", ")} } from "./other.flow"`);
  for (const name of names) world.taken.add(name);
  world.records.push(...own.records);
  world.unions.push(...own.unions);
  world.values.push(...own.values);
  world.functions.push(...own.functions);
  return `${publics.join("\n")}\n`;
}

function declareTopic(world: World): Topic {
  const { choices, stdlib: library } = world;
  const element = choices.chance(40) ? STRING : dataType(world);
  const name = unique(valueName(choices), world.taken);
  const call = component(choices.pick(library.components("topic")), element, world);
  world.declarations.push(`topic ${name}: ${show(element)} = ${call}`);
  return { name, element };
}

/** A channel that nothing else takes from needs a reader. */
function streamOf(channel: Channel, world: World): string {
  return `stream ${unique("rest", world.taken)} every 1s {\n${channel.path} -> print()\n}`;
}

function declareTest(world: World, topics: Topics, parts: readonly Part[]): void {
  const { choices } = world;
  const scope = moduleScope(world, 2);
  const lines: string[] = [];
  const operand = (one: Type): string => within(make(one, scope, false), LEVEL.unary);
  for (const topic of topics.read) {
    if (choices.chance(70)) lines.push(`given ${topic.name} = ${make(array(array(topic.element)), scope, false).text}`);
  }
  if (choices.chance(30)) lines.push("advance 1m");
  for (const { path, flow } of parts) {
    if (choices.chance(50)) lines.push(`expect ${path} == ${operand(array(array(flow.element)))}`);
    if (choices.chance(20)) lines.push(`expect ${path} contains ${operand(array(flow.element))}`);
  }
  const type = dataType(world, 1);
  const value = within(make(type, scope, true), LEVEL.unary);
  lines.push(`expect ${value} == ${value}`);
  world.declarations.push(
    `test ${quote(choices, choices.pick(["works", 'says "hi"', "*/"]))} {\n${lines.join("\n")}\n}`,
  );
}
