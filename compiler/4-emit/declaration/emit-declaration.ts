import type { AgentDecl, Declaration, StreamDecl, TableDecl, TopicDecl } from "../../../grammar/ast.ts";
import { emitAgent } from "../agent/emit-agent.ts";
import { emitDemands } from "../demand.ts";
import type { Doc } from "../doc.ts";
import { emitTableValue, emitTopicValue } from "../endpoint.ts";
import type { At, SchemaNeed } from "../module.ts";
import { schemaSpelledOut } from "../schema.ts";
import { emitStream } from "../stream/emit-stream.ts";
import { spelledOut } from "../types.ts";
import type { Written } from "../written.ts";
import { emitFunction } from "./function.ts";
import { emitConst, emitParam, emitSecret } from "./value.ts";

/** Something at the top of a file, by the name that it has in the emitted module. */
export function emitDeclaration(decl: Declaration, name: string, top: At): Written | null {
  const { plan, ids } = top.module;
  if (decl.kind === "TopicDecl" || decl.kind === "TableDecl" || decl.kind === "AgentDecl") emitDemands(decl, top);
  switch (decl.kind) {
    case "TypeDecl": {
      const mark = top.module.marks.at(top.unit, decl.name.span.start);
      const type = spelledOut(top.module, top.module.checked.typeNamed(decl));
      return { kind: "type", name, type, doc: decl.doc, exported: true, mark };
    }
    case "ConstDecl":
      return emitConst(decl, top, name);
    case "ParamDecl":
      return emitParam(decl, top, name);
    case "SecretDecl":
      return emitSecret(decl, top, name);
    case "FnDecl":
      return emitFunction(decl, top, name);
    case "TopicDecl": {
      const topic = plan.topics.find((one) => one.id === ids.get(decl));
      return topic === undefined ? null : constant(decl, name, emitTopicValue(topic, top), false, top);
    }
    case "TableDecl": {
      const table = plan.tables.find((one) => one.id === ids.get(decl));
      return table === undefined ? null : constant(decl, name, emitTableValue(table, top), false, top);
    }
    case "AgentDecl": {
      const agent = plan.agents.find((one) => one.id === ids.get(decl));
      return agent === undefined ? null : constant(decl, name, emitAgent(agent, top), true, top);
    }
    case "StreamDecl": {
      const stream = plan.streams.find((one) => one.id === ids.get(decl));
      return stream === undefined ? null : constant(decl, name, emitStream(stream, decl, top), true, top);
    }
    case "ImportDecl":
    case "TestDecl":
    case "ExternDecl":
      return null;
  }
}

/** The constant that holds the schema of a named type. */
export function emitSchema({ decl, name }: SchemaNeed, top: At): Written {
  const type = top.module.checked.typeNamed(decl);
  const mark = top.module.marks.at(top.unit, decl.name.span.start);
  return { kind: "const", name, type: null, value: schemaSpelledOut(top, type), doc: [], exported: false, mark };
}

function constant(
  decl: TopicDecl | TableDecl | AgentDecl | StreamDecl,
  name: string,
  value: Doc,
  exported: boolean,
  top: At,
): Written {
  const mark = top.module.marks.at(top.unit, decl.name.span.start);
  return { kind: "const", name, type: null, value, doc: decl.doc, exported, mark };
}
