import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { ComponentError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { sluice } from "../../support/sluice.ts";
import { freshName, probe, readBodies, textTopic } from "./probe.ts";

serverSuite("kafka", "what is said of a kafka cluster that one cannot use", (server) => {
  it("asks for credentials, too, where a broker hangs up on a client without any", async () => {
    const topic = textTopic("plain", { brokers: server().sasl.brokers });
    await assert.rejects(topic.open(probe()), /closed.*; does it want tls: true, or a username and password\?/i);
  });

  it("names the host that does not resolve where brokers say that they are elsewhere", async () => {
    const name = freshName("misled");
    const right = textTopic(name, { brokers: server().brokers });
    await right.open(probe());
    const brokers = server().misled;
    const wanted =
      /no Kafka broker answers at 127\.0\.0\.1:\d+ \(nowhere\.invalid:\d+: no such host; .*advertised\.listeners/;
    const commands = [
      ["topics", "describe", name],
      ["topics", "list"],
      ["produce", name],
      ["consume", name],
    ];
    for (const command of commands) {
      const { status, stderr } = await sluice([...command, "--brokers", brokers], { input: "a\n" });
      assert.equal(status, 1, command.join(" "));
      assert.match(stderr, wanted, command.join(" "));
    }
    const topic = textTopic(name, { brokers });
    await assert.rejects(
      topic.open(probe()).then(() => topic.append([event("a")])),
      (error: unknown) => {
        assert.ok(error instanceof ComponentError);
        assert.match(error.message, wanted);
        return true;
      },
    );
    await right.close();
  });

  it("takes an address of IPv6", async () => {
    const [host = "", port = ""] = server().brokers.split(":");
    const proxy = createServer((socket) => {
      socket
        .pipe(connect(Number(port), host))
        .on("error", () => {})
        .pipe(socket)
        .on("error", () => {});
    }).listen(0, "::1");
    await once(proxy, "listening");
    const name = freshName("ipv6");
    const context = probe();
    const topic = textTopic(name, { brokers: `[::1]:${(proxy.address() as AddressInfo).port}` });
    await topic.open(context);
    await topic.append([event("a")]);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    assert.deepEqual(await readBodies(reader, 1), ["a"]);
    await reader.close();
    await topic.close();
    proxy.close();
    const gone = textTopic(name, { brokers: "[::1]:1" });
    await assert.rejects(gone.open(context), /no Kafka broker answers at \[::1\]:1 \(connection refused\)/);
  });

  it("is told by Kafka's own tools which program and topic a client is of", async () => {
    const name = freshName("named");
    const topic = textTopic(name, { brokers: server().brokers });
    const context = probe();
    await topic.open(context);
    const group = freshName("g");
    const reader = topic.reader(group, "earliest");
    await reader.open(context);
    const { stdout } = await server().tool("kafka-consumer-groups", ["--describe", "--group", group]);
    assert.match(stdout, new RegExp(`sluice\\.test\\.${name}`));
    await reader.close();
    await topic.close();
  });
});
