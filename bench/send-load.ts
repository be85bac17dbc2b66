/** Senders that cost little: what they send is made once. Each gives milliseconds. */
import { once } from "node:events";
import { Agent, request } from "node:http";
import { writeClientHello } from "../stdlib/avro/handshake.ts";
import { NettyFrames, nettyFrame } from "../stdlib/avro/netty-frames.ts";
import { writeBatch } from "../stdlib/avro/protocol.ts";
import { AvroWriter } from "../stdlib/support/avro/avro-writer.ts";
import { connectWhenReady } from "./line-client.ts";

/** Connections that send at the same time, as agents of one tier do. */
const CONNECTIONS = 4;

/** Text of `size` bytes without a line break. */
export function bodyOf(size: number): string {
  return "192.0.2.7 GET /products/977 200 ".padEnd(size, "abcdefghijklmnop");
}

/** `count` lines of `size` bytes, the line break included; waits until the other side has closed. */
export async function sendManyLines(port: number, count: number, size: number): Promise<number> {
  const block = Buffer.from(`${bodyOf(size - 1)}\n`.repeat(1000));
  const socket = await connectWhenReady(port);
  socket.resume();
  const start = performance.now();
  for (let sent = 0; sent < count; sent += 1000) if (!socket.write(block)) await once(socket, "drain");
  socket.end();
  await once(socket, "close");
  return performance.now() - start;
}

/** `count` events of `size` bytes in calls of `batch`, one call at a time on each connection; each must be answered OK. */
export async function sendAvroCalls(port: number, count: number, size: number, batch: number): Promise<number> {
  const events = Array.from({ length: batch }, () => ({ body: bodyOf(size), headers: new Map([["host", "h1"]]) }));
  const call = new AvroWriter();
  writeBatch(call, events, (body) => body);
  const hello = new AvroWriter();
  writeClientHello(hello);
  const first = nettyFrame(1, Buffer.concat([hello.written(), call.written()]));
  const next = nettyFrame(1, call.written());
  const calls = Math.ceil(count / batch / CONNECTIONS);
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => connectWhenReady(port)));
  const start = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const frames = new NettyFrames(2 ** 24);
      let left = calls;
      socket.write(first);
      for await (const bytes of socket) {
        for (const { body } of frames.push(bytes as Buffer)) {
          if (body.at(-1) !== 0) throw new Error("a call was not answered OK");
          left -= 1;
          if (left === 0) return;
          socket.write(next);
        }
      }
      throw new Error("a connection was closed before all calls were answered");
    }),
  );
  return performance.now() - start;
}

/** `count` records of JSON of `size` bytes in requests of `batch` lines; each must be answered with 200. */
export async function postLines(port: number, count: number, size: number, batch: number): Promise<number> {
  const record = JSON.stringify({ id: 1, text: "" });
  const line = `${JSON.stringify({ id: 1, text: bodyOf(size - record.length - 1) })}\n`;
  const body = Buffer.from(line.repeat(batch));
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const post = () =>
    new Promise<void>((resolve, reject) => {
      const sent = request({ agent, port, host: "127.0.0.1", method: "POST" }, (response) => {
        response.resume();
        response.on("end", () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  const each = Math.ceil(count / batch / CONNECTIONS);
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let sent = 0; sent < each; sent++) await post();
    }),
  );
  agent.destroy();
  return performance.now() - start;
}
