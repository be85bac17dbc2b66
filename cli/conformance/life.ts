import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Channel } from "../../runtime/contract/channel.ts";
import type { Context, Declared } from "../../runtime/contract/context.ts";
import type { Schema } from "../../runtime/contract/schema.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import type { Source } from "../../runtime/contract/source.ts";
import type { Agent } from "../../runtime/engine/agent/agent.ts";
import { createLogs } from "../../runtime/log/logs.ts";
import type { Program } from "../../runtime/program/program.ts";
import { type Visitor, visitorSymbol } from "../../runtime/program/visitor.ts";
import { abortController } from "../../runtime/system/abort.ts";
import { systemClock } from "../../runtime/system/clock.ts";
import type { Subject } from "./subject.ts";

/** A component of any role. */
export type Component = Source<unknown> & Channel<unknown> & Sink<unknown>;

/** One life of a component, from its making on: as in a process of its own, but for what it keeps. */
export interface Life {
  readonly component: Component;
  /** Of its bodies. */
  readonly element: Schema;
  readonly context: Context;
  /** Tells it that the program drains. */
  drain(): void;
  open(): Promise<void>;
  close(): Promise<void>;
}

let lives = 0;

interface Globals {
  [visitorSymbol]?: Visitor;
  __made?: (maker: string, given: readonly unknown[]) => void;
}

/** Makes the component, with what it keeps in `dataDir`. What the program throws is passed on. */
export async function begin(subject: Subject, dataDir: string): Promise<Life> {
  const { agent, name, program: path } = subject;
  const { program, elements } = await importOnce(subject);
  const owner = program.agents?.find((one) => one.name === agent);
  if (owner === undefined) throw new Error(`the program has no agent ${agent}`);
  const component = componentOf(owner, name);
  const draining = abortController();
  mkdirSync(dataDir, { recursive: true });
  const named = createLogs("text", systemClock, () => {}).named;
  const context: Context = {
    program: basename(path, ".mjs"),
    clock: systemClock,
    log: named(`${agent}.${name}`),
    dataDir,
    draining: draining.signal,
    count: () => {},
  };
  return {
    component,
    element: elements.get(`${agent}.${name}`) ?? { kind: "string" },
    context,
    drain: () => draining.abort(),
    open: () => component.open(context),
    close: () => component.close(),
  };
}

function componentOf({ sources, channels, sinks }: Agent, name: string): Component {
  const component = [sources, channels, sinks].map((all) => all[name]).find((one) => one !== undefined);
  return component as unknown as Component;
}

/** A module with another query is another module, which makes everything again. */
async function importOnce({ program: path, args }: Subject) {
  const globals = globalThis as Globals;
  const elements = new Map<string, Schema>();
  let seen: Program | null = null;
  globals[visitorSymbol] = (program) => {
    seen = program;
  };
  globals.__made = (_, given) => {
    const declared = given.at(-1) as Partial<Declared> | undefined;
    if (declared?.name !== undefined && declared.element !== undefined) elements.set(declared.name, declared.element);
  };
  const before = process.argv;
  process.argv = [process.execPath, path, ...args];
  try {
    await import(`${pathToFileURL(path).href}?life=${++lives}`);
  } finally {
    process.argv = before;
  }
  if (seen === null) throw new Error("the program did not tell what it declares");
  return { program: seen as Program, elements };
}

/** A folder for what a component keeps during one check. */
export function freshFolder({ folder }: Subject): string {
  return join(folder, `kept-${++lives}`);
}
