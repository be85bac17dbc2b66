import type { Log } from "../contract/log.ts";
import { messageOf } from "../contract/message-of.ts";
import { quit } from "../contract/quit.ts";
import { AgentRun } from "../engine/agent/agent-run.ts";
import { Replays } from "../engine/replays.ts";
import { Taps } from "../engine/taps.ts";
import { sendAgain } from "./inspect/send-again.ts";
import { serveInspection } from "./inspect/serve-inspection.ts";
import { addressOf } from "./listen-address.ts";
import type { MeteredPart, Metrics, Ui } from "./metered.ts";
import { serveMetrics } from "./metrics-server.ts";
import { otlpSettings } from "./otlp/environment.ts";
import { exportFigures } from "./otlp/export.ts";

/** Lets others look into a program with these parts, and with a page where it has one. */
export function lookable(parts: readonly MeteredPart[], page: Ui | null): Metrics {
  return {
    judge({ metrics, ui }) {
      if (metrics !== null && addressOf(metrics) === null) {
        quit(
          `--metrics takes a port such as 9400, or an address such as 0.0.0.0:9400, not ${JSON.stringify(metrics)}`,
          2,
        );
      }
      if (ui === null) return;
      if (page === null) quit("--ui: the program was built without; build it with `sluice build --ui`", 2);
      if (page.addressOf(ui) !== null) return;
      quit(`--ui takes a port such as 4040, or an address such as 0.0.0.0:4040, not ${JSON.stringify(ui)}`, 2);
    },
    hear: page?.hear ?? null,
    newReplays: () => new Replays(),
    newTaps(agents, streams) {
      const taps = new Taps();
      const steps = [...agents.flatMap(({ flows }) => flows), ...streams];
      for (const operator of steps.flatMap(({ probe }) => probe?.counts ?? [])) operator.showTo(taps);
      return taps;
    },
    newRun: (agent, services) => new AgentRun(agent, services),
    replay: sendAgain,
    async letLook(operated, { metrics, ui, otlp }, at, log) {
      const metricsAt = addressOf(metrics ?? "");
      if (metricsAt !== null) {
        const port = await asked("--metrics", log, serveMetrics(operated, parts, metricsAt, log));
        if (port === null) return null;
        const host = metricsAt.host.includes(":") ? `[${metricsAt.host}]` : metricsAt.host;
        log.info("serves metrics", { url: `http://${host}:${port}/metrics` });
      }
      const pageAt = ui === null ? null : (page?.addressOf(ui) ?? null);
      let endPage = () => {};
      if (pageAt !== null && page !== null) {
        const served = await asked("--ui", log, page.serve(operated, { ...at, ...pageAt }, log));
        if (served === null) return null;
        log.info("shows itself", { url: served.url });
        endPage = served.end;
      }
      let endExport = async (): Promise<void> => {};
      if (otlp !== null) {
        const exporting = Promise.resolve().then(() =>
          exportFigures(operated, parts, otlpSettings(otlp, at.program), log),
        );
        const end = await asked("--otlp", log, exporting);
        if (end === null) {
          endPage();
          return null;
        }
        endExport = end;
      }
      const inspected = { ...at, metered: operated, parts };
      const endInspection = await serveInspection(inspected, log).catch((error: unknown) => {
        log.warn(`\`sluice tap\` and \`sluice top\` cannot look into this program: ${messageOf(error)}`);
        return async () => {};
      });
      return async () => {
        endPage();
        await Promise.all([endInspection(), endExport()]);
      };
    },
  };
}

/** Null where it cannot be served: nobody who asked for it is content with a program that has none. */
async function asked<T>(option: string, log: Log, serving: Promise<T>): Promise<T | null> {
  try {
    return await serving;
  } catch (error) {
    log.error(`${option}: ${messageOf(error)}`);
    return null;
  }
}
