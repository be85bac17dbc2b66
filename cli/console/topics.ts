import type { Context } from "../../runtime/contract/context.ts";
import { type Out, standardOutput } from "../../stdlib/support/console/standard-output.ts";
import { counted } from "./counted.ts";
import { namedTopic, storeOf } from "./named-topic.ts";
import type { TopicsRequest } from "./request.ts";
import type { TopicState } from "./topic-store.ts";

/** `sluice topics`. Rejects with an error of one line. */
export async function manageTopics(request: TopicsRequest, context: Context, out: Out = standardOutput): Promise<void> {
  switch (request.action) {
    case "list":
      return await list(request, context, out);
    case "create":
      for (const name of request.names) await create(request, name, context, out);
      return;
    case "describe":
      return await describe(request, context, out);
    case "delete":
      for (const name of request.names) await remove(request, name, context, out);
      return;
  }
}

async function list(request: TopicsRequest, context: Context, out: Out): Promise<void> {
  const names =
    request.declared !== null
      ? request.declared.map(({ name }) => name)
      : await (await storeOf(request, context)).list();
  await out(request.json ? `${JSON.stringify(names)}\n` : names.map((name) => `${name}\n`).join(""));
}

async function create(request: TopicsRequest, called: string, context: Context, out: Out): Promise<void> {
  const { store, name, declared } = await namedTopic(request, called, context);
  const partitions = request.partitions ?? declared?.partitions ?? 1;
  const replicationFactor = request.replicationFactor ?? declared?.replicationFactor ?? 1;
  const created = await store.create(name, { partitions, replicationFactor, settings: request.settings });
  if (created) await out(`created topic ${name}: ${counted(partitions, "partition")}\n`);
  else if (!request.lenient) throw new Error(`topic ${name} exists already`);
}

async function remove(request: TopicsRequest, called: string, context: Context, out: Out): Promise<void> {
  const { store, name } = await namedTopic(request, called, context);
  if (await store.delete(name)) await out(`deleted topic ${name}\n`);
  else if (!request.lenient) throw new Error(`there is no topic ${name}`);
}

async function describe(request: TopicsRequest, context: Context, out: Out): Promise<void> {
  const states: TopicState[] = [];
  for (const called of await describedNames(request, context)) {
    const { store, name } = await namedTopic(request, called, context);
    const state = await store.describe(name);
    if (state === null) throw new Error(`there is no topic ${name}`);
    states.push(state);
  }
  await out(request.json ? `${JSON.stringify(states, null, 2)}\n` : states.map(table).join("\n"));
}

async function describedNames(request: TopicsRequest, context: Context): Promise<readonly string[]> {
  if (request.names.length > 0) return request.names;
  if (request.declared !== null) return request.declared.map(({ name }) => name);
  return await (await storeOf(request, context)).list();
}

function table({ name, partitions, settings }: TopicState): string {
  const ofBrokers = partitions.some(({ leader }) => leader !== undefined);
  const head = ["partition", "first", "next", ...(ofBrokers ? ["leader", "replicas", "in sync"] : [])];
  const rows = partitions.map(({ partition, first, next, leader, replicas, inSync }) => [
    String(partition),
    first,
    next,
    ...(ofBrokers ? [leader === -1 ? "none" : String(leader), brokerList(replicas), brokerList(inSync)] : []),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padStart(widths[column]!)).join("  ")}\n`;
  const own = Object.entries(settings).map(([setting, value]) => `  ${setting} = ${value}\n`);
  return [`${name}: ${counted(partitions.length, "partition")}\n`, ...own, line(head), ...rows.map(line)].join("");
}

function brokerList(brokers: readonly number[] = []): string {
  return brokers.join(",");
}
