/** What every source that listens on TCP keeps, shown with netcat: encryption, certificates of senders, who may connect. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { NetcatOptions } from "../../stdlib/netcat/netcat.options.ts";
import { netcat } from "../../stdlib/netcat/netcat.ts";
import { AllowList } from "../../stdlib/support/allow-list.ts";
import { type Certificates, certificates } from "../support/certificates.ts";
import { eventually } from "../support/eventually.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { declared, type OneAgent, portOf, startOneAgent } from "./support/one-agent.ts";
import { connectTo, type Peer, peerOf } from "./support/peer.ts";

describe("a source that listens", () => {
  const running: OneAgent<string>[] = [];
  const tempFolder = tempFolders();

  afterEach(async () => {
    for (const one of running.splice(0)) await one.drain();
  });

  async function listening(options: Partial<NetcatOptions>) {
    const agent = await startOneAgent(netcat({ port: 0, ...options }, declared("r1")));
    running.push(agent);
    return { agent, port: portOf(agent) };
  }

  /** Resolves with the text of the reason where no connection comes about. */
  async function connectSecurely(port: number, options: ConnectionOptions): Promise<Peer | string> {
    const socket = connectTls({ host: "127.0.0.1", port, servername: "localhost", ...options });
    const peer = peerOf(socket);
    return new Promise((resolve) => {
      socket.once("secureConnect", () => resolve(peer));
      socket.once("error", (error) => resolve(error.message));
    });
  }

  describe("with a certificate", () => {
    const made = certificates();
    let files: Certificates;

    before(() => {
      files = made();
    });

    it("answers over TLS, and tells of those who speak plainly", async () => {
      const { agent, port } = await listening({ tlsCert: files.serverCert, tlsKey: files.serverKey });
      const peer = await connectSecurely(port, { ca: readFileSync(files.ca) });
      assert.ok(typeof peer !== "string", String(peer));
      peer.send("a\nb\n");
      await eventually("answers", () => peer.text() === "OK\nOK\n");
      assert.deepEqual(agent.bodies(), ["a", "b"]);
      const plain = await connectTo(port);
      plain.send("hello\n");
      assert.doesNotMatch(await plain.closed, /OK/);
      await eventually("the count", () => agent.counted("failedHandshakes") === 1);
      assert.deepEqual(agent.bodies(), ["a", "b"]);
      peer.socket.end();
      await peer.closed;
    });

    it("asks senders for a certificate of the authority that it is given", async () => {
      const { serverCert: tlsCert, serverKey: tlsKey, ca: tlsCa } = files;
      const { agent, port } = await listening({ tlsCert, tlsKey, tlsCa });
      const trusting = { ca: readFileSync(files.ca) };
      const send = async (options: ConnectionOptions): Promise<string> => {
        const peer = await connectSecurely(port, { ...trusting, ...options });
        if (typeof peer === "string") return peer;
        peer.send("a\n");
        await Promise.race([peer.closed, eventually("an answer", () => peer.text() !== "")]);
        peer.socket.destroy();
        return peer.text();
      };
      const of = (cert: string, key: string) => ({ cert: readFileSync(cert), key: readFileSync(key) });
      assert.notEqual(await send({}), "OK\n");
      assert.notEqual(await send(of(files.strangerCert, files.strangerKey)), "OK\n");
      assert.deepEqual(agent.bodies(), []);
      assert.equal(await send(of(files.clientCert, files.clientKey)), "OK\n");
      assert.equal(agent.counted("failedHandshakes"), 2);
    });

    it("lets in only whom `allow` names", async () => {
      const { serverCert: tlsCert, serverKey: tlsKey } = files;
      const { agent, port } = await listening({ tlsCert, tlsKey, allow: ["10.0.0.0/8"] });
      const peer = await connectSecurely(port, { ca: readFileSync(files.ca) });
      if (typeof peer !== "string") assert.equal(await peer.closed, "");
      await eventually("the count", () => agent.counted("forbiddenConnections") === 1);
      assert.equal(agent.counted("failedHandshakes"), 0);
    });

    it("closes one that agrees on no keys, and ends with one that is about to", async () => {
      const { agent, port } = await listening({ tlsCert: files.serverCert, tlsKey: files.serverKey });
      await connectTo(port);
      assert.equal(await agent.drain(), true);
    });

    it("says which file it cannot use", async () => {
      const odd = join(tempFolder(), "odd.pem");
      writeFileSync(odd, "no certificate");
      const starting = (options: Partial<NetcatOptions>) =>
        startOneAgent(netcat({ port: 0, ...options }, declared("r1")));
      const { serverCert: tlsCert, serverKey: tlsKey } = files;
      await assert.rejects(starting({ tlsCert }), { message: "tlsCert is given, but no tlsKey" });
      await assert.rejects(starting({ tlsCert: "none.pem", tlsKey }), /tlsCert cannot be read: ENOENT/);
      await assert.rejects(starting({ tlsCert: odd, tlsKey }), (error) => {
        assert.ok(error instanceof ComponentError);
        assert.match(error.message, /^cannot use tlsCert .*odd\.pem, tlsKey /);
        return true;
      });
    });
  });

  it("lets in only whom `allow` names", async () => {
    const { agent, port } = await listening({ allow: ["10.0.0.0/8"] });
    const peer = await connectTo(port);
    peer.send("a\n");
    assert.equal(await peer.closed, "");
    assert.equal(agent.counted("forbiddenConnections"), 1);
    assert.match(agent.logs.join("\n"), /a connection from 127\.0\.0\.1 was refused: it is not in `allow`/);
    const other = await listening({ allow: ["10.0.0.0/8", "127.0.0.1"] });
    const allowed = await connectTo(other.port);
    allowed.send("a\n");
    await eventually("an answer", () => allowed.text() === "OK\n");
  });

  it("knows addresses of both kinds and their networks", () => {
    const list = new AllowList(["10.1.0.0/16", "192.168.0.7", "fd00::/8"]);
    const allowed = ["10.1.2.3", "::ffff:10.1.2.3", "192.168.0.7", "fd12::1"];
    const others = ["10.2.0.1", "192.168.0.8", "::1", "::ffff:10.2.0.1", undefined];
    assert.deepEqual(
      [...allowed, ...others].map((address) => list.has(address)),
      [...allowed.map(() => true), ...others.map(() => false)],
    );
    for (const odd of ["10.0.0", "10.0.0.0/33", "localhost", "10.0.0.0/8/8", "fd00::/x"]) {
      assert.throws(() => new AllowList([odd]), /is neither an address nor a network/);
    }
  });
});
