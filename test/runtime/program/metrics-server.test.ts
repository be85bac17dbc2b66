import { once } from "node:events";
import { connect } from "node:net";
import { serveMetrics } from "../../../runtime/program/metrics-server.ts";
import { eventually } from "../../support/eventually.ts";
import { idleProgram } from "../../support/metered.ts";
import { testContext } from "../../support/test-context.ts";

describe("the server of metrics", function () {
  this.timeout(160_000);

  it("answers others while some do not read what they have asked for", async () => {
    // It ends with the process of the test.
    const program = idleProgram();
    for (let number = 0; number < 3000; number++) program.counters.count(`a.r${number}`, "odd");
    const port = await serveMetrics(program, [], { host: "127.0.0.1", port: 0 }, testContext().log);
    const deaf = await Promise.all(
      Array.from({ length: 32 }, async () => {
        const socket = connect(port, "127.0.0.1").on("error", () => {});
        await once(socket, "connect");
        socket.pause().write("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(40));
        return socket;
      }),
    );
    const isAlive = () =>
      fetch(`http://127.0.0.1:${port}/livez`, { headers: { connection: "close" } }).then(
        ({ status }) => status === 200,
        () => false,
      );
    await eventually("it answers again", isAlive, 60_000);
    for (const socket of deaf) socket.destroy();
  });
});
