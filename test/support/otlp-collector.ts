/** A collector of OpenTelemetry that takes OTLP in JSON over HTTP, and is strict about it: names and types of the protocol, and no others. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

/** Messages of opentelemetry-proto 1.x, as far as metrics and traces have them: each field with its type. */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ExportMetricsServiceRequest: { resourceMetrics: "ResourceMetrics[]" },
  ResourceMetrics: { resource: "Resource", scopeMetrics: "ScopeMetrics[]", schemaUrl: "string" },
  Resource: { attributes: "KeyValue[]", droppedAttributesCount: "int32" },
  ScopeMetrics: { scope: "InstrumentationScope", metrics: "Metric[]", schemaUrl: "string" },
  InstrumentationScope: {
    name: "string",
    version: "string",
    attributes: "KeyValue[]",
    droppedAttributesCount: "int32",
  },
  Metric: { name: "string", description: "string", unit: "string", gauge: "Gauge", sum: "Sum", metadata: "KeyValue[]" },
  Gauge: { dataPoints: "NumberDataPoint[]" },
  Sum: { dataPoints: "NumberDataPoint[]", aggregationTemporality: "enum", isMonotonic: "bool" },
  NumberDataPoint: {
    attributes: "KeyValue[]",
    startTimeUnixNano: "int64",
    timeUnixNano: "int64",
    asDouble: "double",
    asInt: "int64",
    flags: "int32",
  },
  KeyValue: { key: "string", value: "AnyValue" },
  AnyValue: { stringValue: "string", boolValue: "bool", intValue: "int64", doubleValue: "double" },
  ExportTraceServiceRequest: { resourceSpans: "ResourceSpans[]" },
  ResourceSpans: { resource: "Resource", scopeSpans: "ScopeSpans[]", schemaUrl: "string" },
  ScopeSpans: { scope: "InstrumentationScope", spans: "Span[]", schemaUrl: "string" },
  Span: {
    traceId: "id16",
    spanId: "id8",
    traceState: "string",
    parentSpanId: "id8",
    flags: "int32",
    name: "string",
    kind: "enum",
    startTimeUnixNano: "int64",
    endTimeUnixNano: "int64",
    attributes: "KeyValue[]",
    droppedAttributesCount: "int32",
    status: "Status",
  },
  Status: { message: "string", code: "enum" },
};

/** Fields of which exactly one is there. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  Metric: ["gauge", "sum"],
  NumberDataPoint: ["asDouble", "asInt"],
  AnyValue: ["stringValue", "boolValue", "intValue", "doubleValue"],
};

const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  bool: (value) => typeof value === "boolean",
  int32: (value) => Number.isInteger(value),
  enum: (value) => Number.isInteger(value),
  int64: (value) => typeof value === "string" && /^-?\d{1,19}$/.test(value),
  double: (value) => typeof value === "number",
  id16: (value) => typeof value === "string" && /^(?!0{32})[0-9a-f]{32}$/i.test(value),
  id8: (value) => typeof value === "string" && /^(?!0{16})[0-9a-f]{16}$/i.test(value),
};

function check(type: string, value: unknown, path: string): void {
  if (type.endsWith("[]")) {
    assert.ok(Array.isArray(value), `${path} is no list`);
    for (const [index, one] of value.entries()) check(type.slice(0, -2), one, `${path}[${index}]`);
    return;
  }
  const isScalar = SCALARS[type];
  if (isScalar !== undefined) {
    assert.ok(isScalar(value), `${path} is no ${type}: ${JSON.stringify(value)}`);
    return;
  }
  const fields = MESSAGES[type]!;
  assert.ok(typeof value === "object" && value !== null, `${path} is no ${type}`);
  for (const [name, one] of Object.entries(value)) {
    assert.ok(fields[name] !== undefined, `${path}: ${type} has no ${name}`);
    check(fields[name], one, `${path}.${name}`);
  }
  const there = (ONE_OF[type] ?? []).filter((name) => name in value);
  if (ONE_OF[type] !== undefined) assert.equal(there.length, 1, `${path} has ${there.join(" and ") || "no value"}`);
}

type Attributes = readonly { readonly key: string; readonly value: Readonly<Record<string, string | number>> }[];

/** A point or a span with its attributes as an object. */
export interface Received {
  readonly name: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly resource: Readonly<Record<string, string | number>>;
  /** Of a point. */
  readonly value: number;
  /** Nanoseconds since 1970. */
  readonly start: bigint;
  readonly end: bigint;
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: { readonly dataPoints: readonly Point[] };
  readonly gauge?: { readonly dataPoints: readonly Point[] };
}

interface Point {
  readonly attributes: Attributes;
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asInt?: string;
  readonly asDouble?: number;
}

interface Span {
  readonly name: string;
  readonly attributes: Attributes;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

function plain(attributes: Attributes): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const [[kind, one] = []] = Object.entries(value);
      return [key, kind === "intValue" ? Number(one) : one!];
    }),
  );
}

export interface OtlpCollector {
  readonly url: string;
  /** All points of the last request that had some. */
  points(): readonly Received[];
  /** All spans of all requests. */
  readonly spans: Received[];
  /** Headers of each request. */
  readonly headers: IncomingMessage["headers"][];
  /** What is wrong with what came. */
  readonly faults: string[];
  /** Answers so many of the next requests with a status and headers instead. */
  refuse(times: number, status: number, headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** Starts a collector on a free port, or on `port`; with `tls` over HTTPS. */
export async function startCollector({
  port = 0,
  tls,
}: {
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
} = {}): Promise<OtlpCollector> {
  let points: readonly Received[] = [];
  const spans: Received[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const faults: string[] = [];
  let refusals: { readonly status: number; readonly headers: Readonly<Record<string, string>> }[] = [];

  const take = (path: string, body: Readonly<Record<string, unknown>>): void => {
    if (path === "/v1/metrics") {
      check("ExportMetricsServiceRequest", body, "metrics");
      points = (
        body["resourceMetrics"] as { resource: { attributes: Attributes }; scopeMetrics: { metrics: Metric[] }[] }[]
      ).flatMap(({ resource, scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) =>
          metrics.flatMap(({ name, unit, sum, gauge }) =>
            (sum ?? gauge)!.dataPoints.map((point) => ({
              name,
              unit,
              attributes: plain(point.attributes),
              resource: plain(resource.attributes),
              value: Number(point.asInt ?? point.asDouble),
              start: BigInt(point.startTimeUnixNano),
              end: BigInt(point.timeUnixNano),
            })),
          ),
        ),
      );
    } else if (path === "/v1/traces") {
      check("ExportTraceServiceRequest", body, "traces");
      for (const { resource, scopeSpans } of body["resourceSpans"] as {
        resource: { attributes: Attributes };
        scopeSpans: { spans: Span[] }[];
      }[]) {
        for (const { name, attributes, startTimeUnixNano, endTimeUnixNano } of scopeSpans.flatMap((one) => one.spans)) {
          const times = { start: BigInt(startTimeUnixNano), end: BigInt(endTimeUnixNano) };
          const own = { attributes: plain(attributes), resource: plain(resource.attributes) };
          spans.push({ name, unit: "", value: Number.NaN, ...own, ...times });
        }
      }
    } else faults.push(`nothing is at ${path}`);
  };

  const serve: RequestListener = (request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (more: string) => (text += more));
    request.on("end", () => {
      headers.push(request.headers);
      const [refusal] = refusals;
      if (refusal !== undefined) {
        refusals = refusals.slice(1);
        response.writeHead(refusal.status, refusal.headers).end();
        return;
      }
      try {
        assert.equal(request.method, "POST");
        assert.equal(request.headers["content-type"], "application/json");
        take(request.url ?? "", JSON.parse(text));
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
      } catch (error) {
        faults.push((error as Error).message);
        response.writeHead(400).end();
      }
    });
  };
  const server = tls === undefined ? createServer(serve) : createSecureServer(tls, serve);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const scheme = tls === undefined ? "http" : "https";
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    points: () => points,
    spans,
    headers,
    faults,
    refuse(times, status, more = {}) {
      refusals = Array.from({ length: times }, () => ({ status, headers: more }));
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
