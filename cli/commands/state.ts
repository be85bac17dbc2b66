import { resolve } from "node:path";
import { actionOf, defineCommand, UsageError } from "../command.ts";
import { runConsole } from "../topics/console.ts";
import { wholeNumber } from "../topics/store-options.ts";

const actions = ["list", "show", "export"] as const;

/** Keys that `show` prints of each state unless it is told otherwise. */
const SHOWN = 20;

/** `sluice state`: what streams keep between batches, read from the data directory without their programs. */
export const command = defineCommand({
  name: "state",
  summary: "Lists, shows and exports what streams keep between batches, also while their programs run.",
  positionals: "list|show|export [STREAM[.NAME]]",
  options: {
    "data-dir": { value: "DIR", help: "where the programs keep it; .sluice unless given" },
    name: { value: "PROGRAM", help: "only of the program of this name" },
    limit: { value: "N", help: `show: how many keys of each state; ${SHOWN} unless given` },
    json: { help: "list: print JSON; show: print each entry as a line of JSON, as export does" },
  },
  example: [
    "$ sluice state list",
    "program  state        keeps                                                 keys    of its stream  last batch",
    "trends   trends.hits  reduceByKeyAndWindow of timestamp to (string, int)[]  2 keys  842 bytes      after 2026-01-01T00:00:20.000Z",
    "$ sluice state export trends.hits",
    '{"program":"trends","state":"trends.hits","key":"2026-01-01T00:00:10.000Z","value":[["/a",1]]}',
    '{"program":"trends","state":"trends.hits","key":"2026-01-01T00:00:20.000Z","value":[["/a",2]]}',
  ].join("\n"),
  async run(values, [asked, ...names]) {
    const action = actionOf(asked, actions);
    if (names.length > 1) throw new UsageError("one STREAM or STREAM.NAME at a time");
    if (action === "list" && names.length > 0) throw new UsageError("list takes no STREAM; show does");
    return await runConsole({
      command: "state",
      request: {
        action,
        dataDir: resolve(values["data-dir"] ?? ".sluice"),
        program: values.name ?? null,
        name: names[0] ?? null,
        limit: wholeNumber("limit", values.limit, 1) ?? SHOWN,
        json: values.json,
      },
    });
  },
});
