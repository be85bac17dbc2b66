import type { Sink } from "../../contract/sink.ts";
import { DeadLetters } from "../../delivery/dead-letters.ts";
import { Delivery } from "../../delivery/delivery.ts";
import { contextOf, reachOf, type Services } from "../services.ts";
import { shownFailures } from "../shown-failures.ts";
import type { Stream } from "./stream.ts";

/** How an output is written: `batch` is whole where the sink takes whole batches. */
export interface OutputDeliveries {
  readonly batch: Delivery;
  readonly rejects: Delivery;
  /** Of what a sink is to write once: never in parts. */
  readonly once: Delivery;
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
  const whole = { ...setting, batchSize: Number.POSITIVE_INFINITY };
  const once = new Delivery(whole);
  if (sink.writeBatch === undefined) return { batch: rejects, rejects, once };
  return { batch: new Delivery({ ...whole, isWhole: true }), rejects, once };
}

function settingOf(
  name: string,
  { batchSize }: Sink<unknown>,
  { name: stream, place }: Stream,
  services: Services,
  waiting: () => number,
): Setting {
  const context = contextOf(services, `${stream}.${name}`);
  const failing = shownFailures(context, waiting);
  const outOfReach = reachOf(services, `${stream}.${name}`);
  return { context, failing, place, stopping: services.stopping, batchSize, deadLetters: null, outOfReach };
}
