import { createHash } from "node:crypto";
import type { WireContext } from "../../runtime/contract/wire.ts";
import type { Agent, Flow } from "../../runtime/engine/agent/agent.ts";

/** Clock and randomness of one put: what the steps behind a source see is decided by them. */
export interface Pin {
  readonly time: number;
  /** The put among all of a recording. */
  readonly n: number;
}

/** The put that each source is in, by its name; steps run before the put waits for anything. */
export type Pins = Map<string, Pin>;

/** `agent`, whose steps behind sources take their time and randomness from `pins` and `seed`. */
export function pinnedFlows(agent: Agent, pins: Pins, seed: string): readonly Flow[] {
  return agent.flows.map((flow) => {
    const { pass, from } = flow;
    if (pass === undefined || !Object.hasOwn(agent.sources, from)) return flow;
    const source = `${agent.name}.${from}`;
    return {
      ...flow,
      pass: (events, to, wire) => {
        const pin = pins.get(source);
        pass(events, to, pin === undefined ? wire : new PinnedWire(wire, pin, `${seed} ${flow.place}`));
      },
    };
  });
}

class PinnedWire implements WireContext {
  readonly #wire: WireContext;
  readonly #pin: Pin;
  readonly #seed: string;
  #drawn = 0;

  constructor(wire: WireContext, pin: Pin, seed: string) {
    this.#wire = wire;
    this.#pin = pin;
    this.#seed = seed;
  }

  now(): number {
    return this.#pin.time;
  }

  random(): number {
    return this.#draw().readUIntBE(0, 6) / 2 ** 48;
  }

  uuid(): string {
    const hex = this.#draw().toString("hex");
    const variant = "89ab"[Number.parseInt(hex[16]!, 16) & 3];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  rejected(operator: string, times?: number): void {
    this.#wire.rejected(operator, times);
  }

  dropped(operator: string, ...more: [failure?: Parameters<WireContext["dropped"]>[1], times?: number]): void {
    this.#wire.dropped(operator, ...more);
  }

  whenDone(action: () => number): void {
    this.#wire.whenDone(action);
  }

  /** Nobody who does not have the recording can foretell it. */
  #draw(): Buffer {
    this.#drawn += 1;
    return createHash("sha256").update(`${this.#seed} ${this.#pin.n} ${this.#drawn}`).digest();
  }
}
