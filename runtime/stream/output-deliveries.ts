import type { Sink } from "../component.ts";
import { DeadLetters } from "../delivery/dead-letters.ts";
import { Delivery } from "../delivery/delivery.ts";
import { FailureLog } from "../failure-log.ts";
import { contextOf, type Services } from "../program/services.ts";
import type { Stream } from "./stream.ts";

/** How an output is written: `batch` is whole where the sink takes whole batches. */
export interface OutputDeliveries {
  readonly batch: Delivery;
  readonly rejects: Delivery;
}

/** Makes the deliveries to an output of a stream. `waiting` gives how many events wait for the batches to be done. */
export function deliveriesTo(
  name: string,
  stream: Stream,
  services: Services,
  waiting: () => number,
): OutputDeliveries {
  const sink = stream.outputs[name]!;
  const setting = settingOf(name, sink, stream, services, waiting);
  const wayOut = stream.refused?.[name];
  if (wayOut === undefined) return deliveriesOf(sink, { ...setting, arrow: `… -> ${name}` });
  const taker = wayOut.to === null ? null : stream.outputs[wayOut.to]!;
  const write =
    taker === null ? null : new Delivery(settingOf(wayOut.to!, taker, stream, services, waiting)).persistent(taker);
  const deadLetters = new DeadLetters(wayOut, `${stream.name} -> ${name}`, setting.context, write);
  return deliveriesOf(sink, { ...setting, deadLetters });
}

type Setting = ConstructorParameters<typeof Delivery>[0];

function deliveriesOf(sink: Sink<unknown>, setting: Setting): OutputDeliveries {
  const rejects = new Delivery(setting);
  if (sink.writeBatch === undefined) return { batch: rejects, rejects };
  return { batch: new Delivery({ ...setting, batchSize: Number.POSITIVE_INFINITY, isWhole: true }), rejects };
}

function settingOf(
  name: string,
  { batchSize }: Sink<unknown>,
  { name: stream, place }: Stream,
  services: Services,
  waiting: () => number,
): Setting {
  const context = contextOf(services, `${stream}.${name}`);
  const failing = new FailureLog(context, waiting);
  return { context, failing, place, stopping: services.stopping, batchSize, deadLetters: null };
}
