import { drawBytes } from "../../system/random.ts";
import { attributesOf, nanoseconds, type Resource, SCOPE } from "./values.ts";

/** Most spans that wait to be sent: what a collector that is away does not take is left out. */
const MOST_WAITING = 2048;

/** Something that began and ended within the program. */
export interface Span {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Spans that are to be sent: the newest ones, where there are too many. */
export class WaitingSpans {
  #spans: Span[] = [];
  /** How many were left out. */
  lost = 0;

  add(span: Span): void {
    this.#spans.push(span);
    if (this.#spans.length <= MOST_WAITING) return;
    this.#spans.shift();
    this.lost += 1;
  }

  /** All that wait; they do not wait any more. */
  take(): readonly Span[] {
    const taken = this.#spans;
    this.#spans = [];
    return taken;
  }

  /** These were not sent, and wait before those that came meanwhile. */
  giveBack(spans: readonly Span[]): void {
    const all = [...spans, ...this.#spans];
    this.lost += Math.max(0, all.length - MOST_WAITING);
    this.#spans = all.slice(-MOST_WAITING);
  }
}

/** Within the program, and not a call of another. */
const INTERNAL = 1;

/** An `ExportTraceServiceRequest` of OTLP, for `/v1/traces`. */
export function traceRequest(spans: readonly Span[], resource: Resource): unknown {
  const written = spans.map(({ name, start, end, attributes }) => ({
    traceId: drawBytes(16).toString("hex"),
    spanId: drawBytes(8).toString("hex"),
    name,
    kind: INTERNAL,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: attributesOf(attributes),
    status: {},
  }));
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: SCOPE, spans: written }] }] };
}
