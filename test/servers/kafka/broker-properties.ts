import type { Certificate } from "./certificate.ts";

/** Ports of one combined broker and controller. */
export interface BrokerPorts {
  readonly plain: number;
  readonly sasl: number;
  readonly tls: number;
  readonly controller: number;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** server.properties of a single KRaft node with small tables, no waiting, and a listener for each kind of client. */
export function brokerProperties(
  data: string,
  ports: BrokerPorts,
  credentials: Credentials,
  certificate: Certificate,
): string {
  const listeners = `PLAINTEXT://127.0.0.1:${ports.plain},SASL://127.0.0.1:${ports.sasl},TLS://127.0.0.1:${ports.tls}`;
  const login =
    "org.apache.kafka.common.security.plain.PlainLoginModule required " +
    `user_${credentials.username}="${credentials.password}";`;
  const properties = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@127.0.0.1:${ports.controller}`,
    listeners: `${listeners},CONTROLLER://127.0.0.1:${ports.controller}`,
    "advertised.listeners": listeners,
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL,CONTROLLER:PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.name.sasl.sasl.enabled.mechanisms": "PLAIN",
    "listener.name.sasl.plain.sasl.jaas.config": login,
    "listener.name.tls.ssl.keystore.type": "PKCS12",
    "listener.name.tls.ssl.keystore.location": certificate.keyStore,
    "listener.name.tls.ssl.keystore.password": certificate.password,
    "log.dirs": data,

    // One node: nothing can have a second replica.
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": 1,
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
