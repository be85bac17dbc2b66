import { agent, run, t } from "sluice/runtime";
import { regexExtractor } from "sluice/stdlib/interceptors/regex-extractor";
import { logger } from "sluice/stdlib/logger/logger";
import { memory } from "sluice/stdlib/memory/memory";
import { netcat } from "sluice/stdlib/netcat/netcat";

const splitRegexExtractor = regexExtractor({ regex: /(?<state>[A-Z]+)/ });

export const split = agent({
  name: "split",
  place: "input.flow:1:7",
  sources: {
    r: netcat({ port: 44444 }, { name: "split.r", place: "input.flow:2:10", element: t.string }),
  },
  channels: {
    cz: memory<string>({}, { name: "split.cz", place: "input.flow:3:11", element: t.string }),
    us: memory<string>({}, { name: "split.us", place: "input.flow:4:11", element: t.string }),
    rest: memory<string>({}, { name: "split.rest", place: "input.flow:5:11", element: t.string }),
  },
  sinks: {
    logger: logger<string>({}, { name: "split.logger", place: "input.flow:13:9", element: t.string }),
    logger2: logger<string>({}, { name: "split.logger2", place: "input.flow:14:9", element: t.string }),
    logger3: logger<string>({}, { name: "split.logger3", place: "input.flow:15:11", element: t.string }),
  },
  flows: [
    {
      from: "r",
      to: ["cz", "us", "rest"],
      optional: [],
      rejects: [],
      place: "input.flow:7:67",
      pass(events, to, wire) {
        for (const event of events) {
          const afterRegexExtractor = splitRegexExtractor(event, wire);
          if (afterRegexExtractor === null) continue;
          const passed = { body: afterRegexExtractor.body.trim(), headers: afterRegexExtractor.headers };
          const state = afterRegexExtractor.headers.get("state") ?? null;
          if (state === "CZ") {
            to.cz.push(passed);
          } else if (state === "US" || state === "UK") {
            to.us.push(passed);
            to.rest.push(passed);
          } else if (state === null) {
            wire.dropped("split.route");
          } else {
            to.rest.push(passed);
          }
        }
      },
    },
    { from: "cz", to: ["logger"], optional: [], rejects: [], place: "input.flow:13:9" },
    { from: "us", to: ["logger2"], optional: [], rejects: [], place: "input.flow:14:9" },
    { from: "rest", to: ["logger3"], optional: [], rejects: [], place: "input.flow:15:11" },
  ],
});

await run({ file: "input.flow", agents: [split] }, process.argv.slice(2));
