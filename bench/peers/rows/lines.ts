import { prepareFlume } from "../../../test/servers/flume/flume.ts";
import { ServerUnavailable } from "../../../test/servers/server-unavailable.ts";
import { freePort } from "../../child.ts";
import { flumeConfiguration } from "../../flume-configuration.ts";
import { sendLines } from "../../line-client.ts";
import { benthosFile, findBenthos } from "../benthos.ts";
import { type Absent, type Contestant, isShort, peerFigure } from "../contest.ts";
import { endNow, type Listener, listening, startOurs, startTold } from "../listener.ts";
import { startRsyslog } from "../rsyslog.ts";

const MEBIBYTES = isShort ? 5 : 400;
/** In each mebibyte that is sent. */
const LINES = 10_486;

/** Lines over TCP into nothing. */
export const lines = peerFigure("lines", async (folder) => {
  const contestants = [ours, byHand, flume, rsyslog, benthos, fluentBit];
  const made: (Contestant | Absent)[] = [];
  for (const make of contestants) {
    const found = await make(folder, await freePort());
    made.push("why" in found ? found : await listening(found, MEBIBYTES * LINES));
  }
  const [first, ...others] = made as [Contestant, ...(Contestant | Absent)[]];
  return [
    { what: `lines over TCP into nothing, ${MEBIBYTES} MiB`, mebibytes: MEBIBYTES, contestants: [first, ...others] },
  ];
});

type Make = (folder: string, port: number) => Promise<Listener | Absent>;

const send = (port: number) => () => sendLines(port, MEBIBYTES);

const ours: Make = async (folder, port) => {
  const set = ["--set", `port=${port}`, "--data-dir", `${folder}/data`];
  return startOurs(["bench/programs/netcat-discard.flow", ...set], send(port));
};

const byHand: Make = async (_, port) => {
  const { child, said } = startTold(process.execPath, ["bench/baselines/line-server.mjs", String(port)]);
  const counted = () =>
    said()
      .split("\n")
      .reduce((sum, line) => sum + (Number(line) || 0), 0);
  return {
    name: "hand-written Node",
    pid: child.pid!,
    least: 0.8,
    send: send(port),
    counted: async () => counted(),
    stop: () => endNow(child),
  };
};

const flume: Make = async (_, port) => {
  const name = "Flume 1.11";
  try {
    const agents = await prepareFlume();
    const metrics = await freePort();
    const options = ["-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-Xmx1g"];
    const monitoring = ["-Dflume.monitoring.type=http", `-Dflume.monitoring.port=${metrics}`];
    const source = [
      "type = netcat",
      "bind = 127.0.0.1",
      `port = ${port}`,
      "max-line-length = 4096",
      "ack-every-event = false",
    ];
    const channel = ["type = memory", "capacity = 100000", "transactionCapacity = 1000"];
    const configuration = flumeConfiguration({ source, channel, sink: ["type = null", "batchSize = 1000"] });
    const agent = await agents.start(configuration, [port, metrics], [...options, ...monitoring]);
    return {
      name,
      pid: agent.processId,
      // Its netcat gives up a line for which the channel has no room within 3 s.
      mayLose: true,
      send: send(port),
      async counted() {
        const told = (await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).json()) as Record<
          string,
          Record<string, string>
        >;
        return Number(told["CHANNEL.c1"]?.["EventTakeSuccessCount"] ?? -1);
      },
      stop: () => agents.dispose(),
    };
  } catch (error) {
    if (error instanceof ServerUnavailable) return { name, why: "Java or Maven is missing" };
    throw error;
  }
};

const rsyslog: Make = async (folder, port) => {
  const started = startRsyslog(folder, port, send(port));
  return "why" in started ? started : { ...started, least: 1 };
};

const benthos: Make = async (folder, port) => {
  const name = "Benthos";
  const found = await findBenthos();
  if ("why" in found) return { name, why: found.why };
  const http = await freePort();
  const config = {
    input: { socket_server: { network: "tcp", address: `127.0.0.1:${port}`, scanner: { lines: {} } } },
    output: { drop: {} },
  };
  const { child } = startTold(found.path, ["run", benthosFile(`${folder}/lines.json`, http, config)]);
  return {
    name,
    pid: child.pid!,
    send: send(port),
    async counted() {
      const told = (await (await fetch(`http://127.0.0.1:${http}/metrics`)).json()) as Record<string, number>;
      const [, sent = -1] = Object.entries(told).find(([key]) => key.startsWith("output_sent")) ?? [];
      return sent;
    },
    stop: () => endNow(child),
  };
};

const fluentBit: Make = async () => ({ name: "Fluent Bit", why: "Debian has no package of it" });
