import { appendFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { join } from "node:path";
import { text as bodyOf } from "node:stream/consumers";
import { event } from "../../runtime/contract/event.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { systemClock } from "../../runtime/system/clock.ts";
import { avro } from "../../stdlib/avro/avro.ts";
import { avro as avroSink } from "../../stdlib/avro/avro-sink.ts";
import { exec } from "../../stdlib/exec/exec.ts";
import { files } from "../../stdlib/files/files.ts";
import { accessLog } from "../../stdlib/generate/access-log.ts";
import { generate } from "../../stdlib/generate/generate.ts";
import { http } from "../../stdlib/http/http.ts";
import { http as httpSink } from "../../stdlib/http/http-sink.ts";
import { lines } from "../../stdlib/lines/lines.ts";
import { logger } from "../../stdlib/logger/logger.ts";
import { netcat } from "../../stdlib/netcat/netcat.ts";
import { netcatUdp } from "../../stdlib/netcat/netcat-udp.ts";
import { print } from "../../stdlib/print/print.ts";
import { seq } from "../../stdlib/seq/seq.ts";
import { socketText } from "../../stdlib/socket-text/socket-text.ts";
import { spooldir } from "../../stdlib/spooldir/spooldir.ts";
import { syslog } from "../../stdlib/syslog/syslog.ts";
import { syslogUdp } from "../../stdlib/syslog/syslog-udp.ts";
import { taildir } from "../../stdlib/taildir/taildir.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { testSink, testSource } from "./support/connector-suite.ts";
import { contextFor } from "./support/context.ts";
import { sendDatagrams } from "./support/datagrams.ts";
import { declared, portOf } from "./support/one-agent.ts";
import { connectTo, listenOn, type Peer } from "./support/peer.ts";

const text = (all: readonly string[]) => all.map((line) => `${line}\n`).join("");

describe("conformance", () => {
  const tempFolder = tempFolders();

  testSource("netcat", "netcat/netcat.flow", () => {
    const peers: Peer[] = [];
    const peer = async (logs: readonly string[]) => {
      const made = await connectTo(portOf({ logs }));
      peers.push(made);
      return made;
    };
    return {
      source: netcat({ bind: "localhost", port: 0 }, declared("r1")),
      feed: async (all, logs) => (await peer(logs)).send(text(all)),
      breakPeer: async (logs) => void (await peer(logs)).socket.resetAndDestroy(),
      release: () => {
        for (const { socket } of peers) socket.destroy();
      },
    };
  });

  testSource("http", "http/http.flow", () => ({
    source: http({ port: 0, format: "lines" }, declared("r1")),
    feed: async (all, logs) => {
      const body = text(all);
      const sent = fetch(`http://127.0.0.1:${portOf({ logs })}/`, { method: "POST", body });
      sent.catch(() => {});
    },
    breakPeer: async (logs) => void (await connectTo(portOf({ logs }))).socket.resetAndDestroy(),
    release: () => {},
  }));

  testSource("avro", "avro/avro.flow", () => {
    let sink: Sink<string> | null = null;
    return {
      source: avro({ port: 0 }, declared("r1")),
      feed: async (all, logs) => {
        sink = avroSink<string>({ host: "localhost", port: portOf({ logs }) }, declared("k1"));
        await sink.open(contextFor({}));
        sink.write(all.map((line) => event(line))).catch(() => {});
      },
      breakPeer: async (logs) => void (await connectTo(portOf({ logs }))).socket.resetAndDestroy(),
      release: () => sink?.close(),
    };
  });

  testSource("syslog", "syslog/syslog.flow", () => {
    const peers: Peer[] = [];
    const peer = async (logs: readonly string[]) => {
      const made = await connectTo(portOf({ logs }));
      peers.push(made);
      return made;
    };
    return {
      source: syslog({ port: 0 }, declared("r1")),
      feed: async (all, logs) => (await peer(logs)).send(text(all.map((line) => `<13>${line}`))),
      breakPeer: async (logs) => void (await peer(logs)).socket.resetAndDestroy(),
      release: () => {
        for (const { socket } of peers) socket.destroy();
      },
    };
  });

  testSource("syslogUdp", "syslog/syslog-udp.flow", () => ({
    source: syslogUdp({ port: 0 }, declared("r1")),
    feed: (all, logs) =>
      sendDatagrams(
        portOf({ logs }),
        all.map((line) => `<13>${line}`),
      ),
    release: () => {},
  }));

  testSource("netcatUdp", "netcat/netcat-udp.flow", () => ({
    source: netcatUdp({ port: 0 }, declared("r1")),
    feed: (all, logs) => sendDatagrams(portOf({ logs }), all),
    release: () => {},
  }));

  testSource("socketText", "socket-text/socket-text.flow", async () => {
    const server = await listenOn();
    let next = 0;
    return {
      source: socketText({ host: "127.0.0.1", port: server.port, reconnectDelay: 5 }, declared("r1")),
      feed: async (all) => (await server.peer(next)).send(text(all)),
      breakPeer: async () => void (await server.peer(next++)).socket.resetAndDestroy(),
      release: () => server.close(),
    };
  });

  testSource("exec", "exec/exec.flow", () => {
    const log = join(tempFolder(), "log");
    writeFileSync(log, "");
    const command = `tail -s 0.01 -n +1 -F ${log}`;
    return {
      source: exec({ command, batchTimeout: 5, batchSize: 50, restart: true, restartThrottle: 5 }, declared("r1")),
      feed: (all) => appendFileSync(log, text(all)),
      release: () => {},
    };
  });

  testSource("lines", "lines/lines.flow", () => {
    const path = join(tempFolder(), "text");
    const gives = Array.from({ length: 250 }, (_, index) => `line ${index}`);
    writeFileSync(path, text(gives));
    return { source: lines({ path }, declared("r1")), gives, feed: () => {}, release: () => {} };
  });

  testSource("seq", "seq/seq.flow", () => {
    const gives = Array.from({ length: 250 }, (_, index) => String(index));
    return { source: seq({ count: 250, batchSize: 40 }, declared("r1")), gives, feed: () => {}, release: () => {} };
  });

  testSource("generate", "generate/generate.flow", () => {
    // The time stamps are the clock's: lines are compared with a clock that stands still.
    const line = accessLog(1);
    const gives = Array.from({ length: 250 }, () => line(0).replace(/\[.*?\]/, ""));
    const source = generate({ rate: 100_000, count: 250 }, declared("r1"));
    return {
      source: {
        open: (context) => source.open(context),
        run: (output) =>
          source.run({
            batchSize: output.batchSize,
            put: (events) => output.put(events.map((one) => ({ ...one, body: one.body.replace(/\[.*?\]/, "") }))),
          }),
        close: () => source.close(),
      },
      gives,
      feed: () => {},
      release: () => {},
    };
  });

  testSource("spooldir", "spooldir/spooldir.flow", () => {
    const directory = tempFolder();
    return {
      source: spooldir({ directory, pollDelay: 5, quietFor: 0 }, declared("r1")),
      feed: (all) => writeFileSync(join(directory, "a"), text(all)),
      breakPeer: async () => writeFileSync(join(directory, "b"), ""),
      release: () => {},
    };
  });

  testSource("taildir", "taildir/taildir.flow", () => {
    const folder = tempFolder();
    const log = join(folder, "a.log");
    const positionFile = join(folder, "positions.json");
    return {
      source: taildir({ files: [join(folder, "*.log")], positionFile, pollDelay: 5 }, declared("r1")),
      feed: (all) => appendFileSync(log, text(all)),
      breakPeer: async () => {
        appendFileSync(log, "");
        renameSync(log, join(folder, "a.old"));
      },
      release: () => {},
    };
  });

  testSink("files", "files/files.flow", () => {
    const directory = join(tempFolder(), "out");
    const written = () =>
      readdirSync(directory)
        .sort()
        .flatMap((name) => readFileSync(join(directory, name), "utf8").split("\n").slice(0, -1));
    return { sink: files<string>({ directory }, declared("k1")), written, release: () => {} };
  });

  testSink("avro", "avro/avro-sink.flow", async () => {
    const lines: string[] = [];
    let broken = false;
    const draining = new AbortController();
    const logs: string[] = [];
    const source = avro({ port: 0 }, declared("r1"));
    await source.open(contextFor({ logs, draining: draining.signal }));
    const running = source.run({
      batchSize: 1000,
      async put(events) {
        const isBroken = broken;
        broken = false;
        if (isBroken) throw new Error("not now");
        lines.push(...events.map(({ body }) => body));
      },
    });
    return {
      sink: avroSink<string>({ host: "localhost", port: portOf({ logs }) }, declared("k1")),
      written: () => lines,
      failOnce: async () => {
        broken = true;
      },
      release: async () => {
        draining.abort();
        await running;
        await source.close();
      },
    };
  });

  testSink("http", "http/http-sink.flow", async () => {
    const lines: string[] = [];
    let broken = false;
    const server = createHttpServer(async (request, response) => {
      const body = await bodyOf(request);
      if (!broken) lines.push(...body.split("\n").slice(0, -1));
      response.writeHead(broken ? 500 : 200).end();
      broken = false;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    return {
      sink: httpSink<string>({ url: `http://127.0.0.1:${port}/` }, declared("k1")),
      written: () => lines,
      failOnce: async () => {
        broken = true;
      },
      release: () => {
        server.close();
        server.closeAllConnections();
      },
    };
  });

  const consoles: [string, (out: (text: string) => Promise<void>) => Sink<string>, (line: string) => string][] = [
    ["logger", (out) => logger<string>({}, declared("k1"), out), (line) => line.at(-3) ?? ""],
    ["print", (out) => print<string>({}, declared("k1"), out), (line) => line],
  ];
  for (const [name, make, bodyOf] of consoles) {
    testSink(name, `${name}/${name}.flow`, () => {
      let all = "";
      let broken = false;
      const sink = make(async (more) => {
        await systemClock.sleep(1);
        if (broken) {
          broken = false;
          throw new Error("standard output is gone");
        }
        all += more;
      });
      return {
        sink,
        written: () => all.split("\n").slice(0, -1).map(bodyOf),
        failOnce: async () => {
          broken = true;
        },
        release: () => {},
      };
    });
  }
});
