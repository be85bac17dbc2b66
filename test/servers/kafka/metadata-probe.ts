import { connect } from "node:net";

/** Bounds one probe; the caller repeats it. */
const probeTimeout = 5_000;

const metadataKey = 3;
const metadataVersion = 1;
const correlationId = 7;

/**
 * Asks a broker for the metadata of its cluster and throws unless a broker is listed: a node that accepts connections
 * but is still fenced lists none. The request is Metadata version 1 of the Kafka protocol guide
 * (https://kafka.apache.org/protocol), the oldest layout that current brokers take.
 */
export async function probeMetadata(port: number): Promise<void> {
  const response = await exchange(port, metadataRequest());
  if (response.readInt32BE(4) !== correlationId) throw new Error("the answer is not one of the Kafka protocol");
  const brokers = response.readInt32BE(8);
  if (brokers < 1) throw new Error("the broker is not registered yet");
}

/** Size, header (key, version, correlation id, null client id), and an empty list of topics. */
function metadataRequest(): Buffer {
  const request = Buffer.alloc(18);
  request.writeInt32BE(14, 0);
  request.writeInt16BE(metadataKey, 4);
  request.writeInt16BE(metadataVersion, 6);
  request.writeInt32BE(correlationId, 8);
  request.writeInt16BE(-1, 12);
  request.writeInt32BE(0, 14);
  return request;
}

/** Sends a request and resolves with the whole response, its size field included. */
function exchange(port: number, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    socket.setTimeout(probeTimeout, () => socket.destroy(new Error("no answer")));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(received);
      socket.destroy();
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed without an answer")));
  });
}
