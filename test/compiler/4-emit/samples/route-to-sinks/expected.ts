import { agent, run, t, toTopic } from "sluice/runtime";
import { embedded } from "sluice/stdlib/embedded/embedded";
import { toBytes } from "sluice/stdlib/encoding/encoding";
import { file } from "sluice/stdlib/file/file";
import { linesInFiles } from "sluice/stdlib/files/files";
import { failover } from "sluice/stdlib/groups/failover";
import { http } from "sluice/stdlib/http/http-sink";
import { regexExtractor } from "sluice/stdlib/interceptors/regex-extractor";
import { logger } from "sluice/stdlib/logger/logger";
import { netcat } from "sluice/stdlib/netcat/netcat";

const dead = embedded<Uint8Array>({}, { name: "dead", place: "input.flow:2:7", element: t.bytes });

const debug = embedded<string>({}, { name: "debug", place: "input.flow:3:7", element: t.string });

const byLevelRegexExtractor = regexExtractor({ regex: /^(?<level>[A-Z]+) / });

export const byLevel = agent({
  name: "byLevel",
  place: "input.flow:5:7",
  sources: {
    r1: netcat({ port: 44444 }, { name: "byLevel.r1", place: "input.flow:6:11", element: t.string }),
  },
  channels: {
    c1: file<string>({}, { name: "byLevel.c1", place: "input.flow:7:11", element: t.string }),
  },
  sinks: {
    debug: toTopic(debug, { name: "byLevel.debug", place: "input.flow:14:16", element: t.string }),
    dead: toTopic(dead, { name: "byLevel.dead", place: "input.flow:15:40", element: t.bytes }),
    alerts: http<string>(
      { url: "https://alerts.example/events" },
      { name: "byLevel.alerts", place: "input.flow:8:11", element: t.string },
    ),
    logger: logger<string>({}, { name: "byLevel.logger", place: "input.flow:9:37", element: t.string }),
    logs: linesInFiles<string>(
      { directory: "logs" },
      { name: "byLevel.logs", place: "input.flow:10:11", element: t.string },
    ),
  },
  groups: {
    urgent: failover(["alerts", "logger"], {}),
  },
  flows: [
    {
      from: "r1",
      to: ["c1"],
      optional: [],
      rejects: [],
      place: "input.flow:12:46",
      pass(events, to, wire) {
        for (const event of events) {
          const afterRegexExtractor = byLevelRegexExtractor(event, wire);
          if (afterRegexExtractor === null) continue;
          to.c1.push(afterRegexExtractor);
        }
      },
    },
    {
      from: "c1",
      to: ["debug", "urgent", "logs"],
      optional: [],
      rejects: [],
      place: "input.flow:13:36",
      failed: { to: "dead", retries: 0, retryFor: null, as: toBytes },
      refusedBy: {
        urgent: { to: "dead", retries: 0, retryFor: null, as: toBytes },
        logs: { to: null, retries: 2, retryFor: null },
      },
      pass(events, to, wire) {
        for (const e of events) {
          const passed = { body: e.body.toUpperCase(), headers: e.headers };
          const level = e.headers.get("level") ?? null;
          if (level === "DEBUG") {
            to.debug.push(passed);
          } else if (level === "ERROR" || level === "FATAL") {
            to.urgent.push(passed);
          } else if (level === "TRACE") {
            wire.dropped("byLevel.route");
          } else {
            to.logs.push(passed);
          }
        }
      },
    },
  ],
});

await run({ file: "input.flow", topics: [dead, debug], agents: [byLevel] }, process.argv.slice(2));
