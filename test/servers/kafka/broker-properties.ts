import type { Certificate } from "./certificate.ts";

/** Ports of one combined broker and controller. */
export interface BrokerPorts {
  readonly plain: number;
  readonly sasl: number;
  readonly tls: number;
  /** TLS, for clients that show a certificate of their own. */
  readonly mutualTls: number;
  /** Plain, and the broker says of itself that it is elsewhere. */
  readonly misled?: number;
  readonly controller: number;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** One node among those of its cluster: `controllers` has the controller port of each, its own at `id - 1`. */
export interface NodeOf {
  readonly id: number;
  readonly controllers: readonly number[];
}

/** server.properties of a KRaft node with small tables, no waiting, and a listener for each kind of client. */
export function brokerProperties(
  data: string,
  ports: BrokerPorts,
  credentials: Credentials,
  certificate: Certificate,
  node: NodeOf = { id: 1, controllers: [ports.controller] },
): string {
  const copies = node.controllers.length;
  const listeners = Object.entries({
    PLAINTEXT: ports.plain,
    SASL: ports.sasl,
    TLS: ports.tls,
    MUTUAL: ports.mutualTls,
    ...(ports.misled === undefined ? {} : { MISLED: ports.misled }),
  })
    .map(([name, port]) => `${name}://127.0.0.1:${port}`)
    .join(",");
  const login =
    "org.apache.kafka.common.security.plain.PlainLoginModule required " +
    `user_${credentials.username}="${credentials.password}";`;
  const scramLogin = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
  const properties = {
    "process.roles": "broker,controller",
    "node.id": node.id,
    "controller.quorum.voters": node.controllers.map((port, index) => `${index + 1}@127.0.0.1:${port}`).join(","),
    listeners: `${listeners},CONTROLLER://127.0.0.1:${ports.controller}`,
    "advertised.listeners": listeners.replace("MISLED://127.0.0.1", "MISLED://nowhere.invalid"),
    "listener.security.protocol.map":
      "PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL,MUTUAL:SSL,MISLED:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.name.sasl.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
    "listener.name.sasl.plain.sasl.jaas.config": login,
    // Their users are in the cluster's metadata, where `format` puts them.
    "listener.name.sasl.scram-sha-256.sasl.jaas.config": scramLogin,
    "listener.name.sasl.scram-sha-512.sasl.jaas.config": scramLogin,
    ...keyStoreOf("tls", certificate),
    ...keyStoreOf("mutual", certificate),
    "listener.name.mutual.ssl.client.auth": "required",
    "listener.name.mutual.ssl.truststore.type": "PEM",
    "listener.name.mutual.ssl.truststore.location": certificate.pem,
    "log.dirs": data,

    // Every node may go: each has all that groups and transactions need.
    "offsets.topic.replication.factor": copies,
    "transaction.state.log.replication.factor": copies,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": copies,
    "share.coordinator.state.topic.min.isr": 1,
    // Fifty partitions each by default, which cost seconds when the first group or transaction comes.
    "offsets.topic.num.partitions": 1,
    "transaction.state.log.num.partitions": 1,
    "share.coordinator.state.topic.num.partitions": 1,
    // Three seconds by default, waiting for more members before the first assignment.
    "group.initial.rebalance.delay.ms": 0,
    // Lets tests ask for short sessions, so that the partitions of a killed member move soon.
    "group.min.session.timeout.ms": 1000,
    // After SIGKILL the controller takes the broker back only when the old session is over: nine seconds by default.
    "broker.session.timeout.ms": 2000,
    "broker.heartbeat.interval.ms": 500,
    // 128 MB by default.
    "log.cleaner.dedupe.buffer.size": 2 * 1024 * 1024,
    "num.network.threads": 1,
    "num.io.threads": 2,
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

function keyStoreOf(listener: string, certificate: Certificate) {
  return {
    [`listener.name.${listener}.ssl.keystore.type`]: "PKCS12",
    [`listener.name.${listener}.ssl.keystore.location`]: certificate.keyStore,
    [`listener.name.${listener}.ssl.keystore.password`]: certificate.password,
  };
}
