import type { Log } from "../contract/log.ts";
import { messageOf } from "../contract/message-of.ts";
import { createHttpServer } from "../system/network.ts";
import { ProcessWatch } from "../system/process-figures.ts";
import { flumeMetrics } from "./flume-metrics.ts";
import type { ListenAddress, Metered, MeteredPart } from "./metered.ts";
import { prometheusText } from "./prometheus.ts";
import { seriesOf } from "./series.ts";

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

/** Scrapers come one after another; whoever opens more connections than this is not let in. */
const MOST_CONNECTIONS = 32;

/** A connection on which nothing moves for so long is closed, in ms: whoever does not read holds up no other. */
const PATIENCE = 30_000;

/**
 * Serves `/metrics` (Prometheus' text, or Flume's JSON to whoever accepts JSON), `/healthz`, `/livez` and `/readyz`; gives the
 * port. It has no part in whether the program runs: what fails here is logged.
 */
export async function serveMetrics(
  metered: Metered,
  parts: readonly MeteredPart[],
  at: ListenAddress,
  log: Log,
): Promise<number> {
  const watch = new ProcessWatch();
  const fail = (error: unknown) => log.once("metrics", `metrics: ${messageOf(error)}`);
  const server = createHttpServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (request, response) => {
    const { method, url = "/", headers } = request;
    response.on("error", fail);
    try {
      const isRead = method === "GET" || method === "HEAD";
      const answer = isRead
        ? answerTo(url, headers.accept ?? "", { metered, parts, watch })
        : { status: 405, text: "only GET\n" };
      const { status, text, type = "text/plain; charset=utf-8" } = answer;
      response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
      response.end(method === "HEAD" ? undefined : text);
    } catch (error) {
      fail(error);
      response.destroy();
    }
  });
  server.maxConnections = MOST_CONNECTIONS;
  // Answers to pipelined requests would pile up in memory, and scrapers are too slow to profit from a keep-alive.
  server.maxRequestsPerSocket = 1;
  server.setTimeout(PATIENCE);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at.port, at.host, resolve);
  });
  server.on("error", fail);
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : at.port;
}

function healthOf(names: readonly string[]): Answer {
  return names.length === 0 ? { status: 200, text: "ok\n" } : { status: 503, text: `failed: ${names.join(", ")}\n` };
}

interface Asked {
  readonly metered: Metered;
  readonly parts: readonly MeteredPart[];
  readonly watch: ProcessWatch;
}

function answerTo(url: string, accept: string, { metered, parts, watch }: Asked): Answer {
  const { draining, failed, stopped, outOfReach } = metered;
  switch (url.split("?", 1)[0]) {
    case "/metrics":
      return /^application\/json\b/.test(accept)
        ? { status: 200, text: `${JSON.stringify(flumeMetrics(metered, parts))}\n`, type: "application/json" }
        : {
            status: 200,
            text: prometheusText(seriesOf(metered, parts, watch.read())),
            type: "text/plain; version=0.0.4; charset=utf-8",
          };
    case "/healthz":
      return healthOf([...failed, ...stopped, ...outOfReach]);
    case "/livez":
      return healthOf([...failed, ...stopped]);
    case "/readyz":
      return draining.aborted ? { status: 503, text: "draining\n" } : { status: 200, text: "ready\n" };
    default:
      return { status: 404, text: "there are /metrics, /healthz, /livez and /readyz\n" };
  }
}
