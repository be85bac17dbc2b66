/** Bodies that travel, and state that is kept, must be data: a function or a regular expression can be neither. */
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { messages } from "../../model/messages/messages.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import type { AgentPlan, Place, Plan, StreamOperator, StreamPlan } from "../plan.ts";

/** Reports the first place of each topic, agent and stream that would have to write down what has no form. */
export function checkBodies(plan: Plan): Diagnostic[] {
  const topics = plan.topics.flatMap((topic) =>
    isData(topic.element) ? [] : [noForm(topic.name, topic.element, topic.place)],
  );
  return [...topics, ...plan.agents.flatMap(agentBodies), ...plan.streams.flatMap(streamBodies)];
}

function agentBodies(agent: AgentPlan): Diagnostic[] {
  const endpoints = [...agent.sources, ...agent.channels, ...agent.sinks];
  const first = endpoints.find((one) => one.kind !== "topicReader" && !isData(one.element));
  return first === undefined ? [] : [noForm(first.name, first.element, first.place)];
}

function streamBodies(stream: StreamPlan): Diagnostic[] {
  const state = stream.nodes.flatMap((node) => {
    if (node.kind !== "operator" || !node.isStateful) return [];
    const kept = keptTypes(node).find((type) => !isData(type));
    if (kept === undefined) return [];
    const report = messages.report("FLOW5017", { operator: node.name, element: show(kept) });
    return [{ ...report, file: node.place.file, span: node.place.span }];
  });
  if (state.length > 0) return state.slice(0, 1);
  const output = stream.outputs.find((one) => !isData(one.element));
  return output === undefined ? [] : [noForm(output.name, output.element, output.place)];
}

/** What an operator may keep: its elements and whatever it names itself, or what its declaration says of a module. */
function keptTypes({ inputs, typeArgs, keeps, emitter }: StreamOperator): Type[] {
  if (emitter === null && keeps !== null) return [keeps.key.element, keeps.value.element];
  return [inputs[0].element, ...typeArgs.map(({ element }) => element)];
}

function noForm(name: string, element: Type, place: Place): Diagnostic {
  return {
    ...messages.report("FLOW5018", { name, element: show(element) }),
    file: place.file,
    span: place.span,
  };
}

/** True for what has a schema; also for what the checker has reported already. */
function isData(type: Type): boolean {
  switch (type.kind) {
    case "function":
    case "generic":
    case "void":
      return false;
    case "array":
      return isData(type.element);
    case "tuple":
      return type.elements.every(isData);
    case "record":
      return type.fields.every((field) => isData(field.type));
    case "map":
      return isData(type.key) && isData(type.value);
    case "nullable":
    case "fallible":
      return isData(type.type);
    default:
      return true;
  }
}
