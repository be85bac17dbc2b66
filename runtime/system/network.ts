/** The network: the one module of the runtime and the standard library that opens sockets and resolves names. */

export { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
export { lookup, lookupService } from "node:dns/promises";
export {
  Agent,
  type ClientRequest,
  createServer as createHttpServer,
  type IncomingMessage,
  request,
  type Server as HttpServer,
  type ServerResponse,
} from "node:http";
export { Agent as SecureAgent, request as requestSecurely } from "node:https";
export {
  BlockList,
  connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  type NetConnectOpts,
  type Server,
  type Socket,
} from "node:net";
export {
  connect as connectTls,
  createSecureContext,
  createServer as createTlsServer,
  type Server as TlsServer,
} from "node:tls";
