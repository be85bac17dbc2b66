import { KafkaError, type KafkaErrorKind } from "../port.ts";
import { shown } from "./address.ts";

/** What kafkajs puts on its errors; its own classes say less than these fields. */
interface Raised {
  readonly name?: string;
  readonly message?: string;
  /** Protocol errors: Kafka's name for it. */
  readonly type?: string;
  /** Socket errors: `ECONNREFUSED`. Protocol errors: a number. */
  readonly code?: unknown;
  readonly broker?: string;
  readonly cause?: unknown;
}

const KINDS: Readonly<Record<string, KafkaErrorKind>> = {
  UNKNOWN_TOPIC_OR_PARTITION: "missing",
  REBALANCE_IN_PROGRESS: "rebalance",
  ILLEGAL_GENERATION: "rebalance",
  UNKNOWN_MEMBER_ID: "rebalance",
  FENCED_INSTANCE_ID: "rebalance",
  SASL_AUTHENTICATION_FAILED: "denied",
  UNSUPPORTED_SASL_MECHANISM: "denied",
  ILLEGAL_SASL_STATE: "denied",
  TOPIC_AUTHORIZATION_FAILED: "denied",
  GROUP_AUTHORIZATION_FAILED: "denied",
  CLUSTER_AUTHORIZATION_FAILED: "denied",
  INVALID_TOPIC_EXCEPTION: "invalid",
  INVALID_PARTITIONS: "invalid",
  INVALID_REPLICATION_FACTOR: "invalid",
  INVALID_CONFIG: "invalid",
  INVALID_GROUP_ID: "invalid",
  INVALID_SESSION_TIMEOUT: "invalid",
  INCONSISTENT_GROUP_PROTOCOL: "invalid",
  POLICY_VIOLATION: "invalid",
  MESSAGE_TOO_LARGE: "refused",
  RECORD_LIST_TOO_LARGE: "refused",
  INVALID_RECORD: "refused",
  INVALID_TIMESTAMP: "refused",
  TOPIC_DELETION_DISABLED: "invalid",
  UNSUPPORTED_COMPRESSION_TYPE: "invalid",
};

const SOCKET: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host name cannot be resolved",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  ECONNRESET: "connection reset",
  ETIMEDOUT: "connection timed out",
};

/** The KafkaError that says what `error` of kafkajs means, in one line. */
export function classify(error: unknown): KafkaError {
  if (error instanceof KafkaError) return error;
  const root = deepest(error);
  const text = shown(oneLine(root.message ?? String(error)));
  if (root.type !== undefined && root.type !== "") {
    return new KafkaError(KINDS[root.type] ?? "transient", text, root.type, { cause: error });
  }
  const socket = typeof root.code === "string" ? root.code : undefined;
  if (socket?.startsWith("ERR_TLS") || socket?.includes("CERT") || socket?.startsWith("ERR_SSL")) {
    return new KafkaError("denied", `TLS: ${openSslReason(text)}`, null, { cause: error });
  }
  switch (root.name) {
    case "KafkaJSSASLAuthenticationError":
      return new KafkaError("denied", text, null, { cause: error });
    case "KafkaJSConnectionClosedError":
    case "KafkaJSConnectionError":
    case "KafkaJSNoBrokerAvailableError":
    case "KafkaJSBrokerNotFound":
    case "KafkaJSRequestTimeoutError":
    case "KafkaJSLockTimeout": {
      const where = root.broker === undefined ? "" : `${shown(root.broker)}: `;
      const why = socket !== undefined && Object.hasOwn(SOCKET, socket) ? SOCKET[socket] : text;
      return new KafkaError("unreachable", where + why, null, { cause: error });
    }
    default:
      return new KafkaError("transient", text, null, { cause: error });
  }
}

/** The error at the bottom: kafkajs wraps what happened in what it then gave up doing. */
function deepest(error: unknown): Raised {
  let at = error as Raised;
  for (let depth = 0; depth < 10; depth++) {
    const cause = at?.cause;
    if (typeof cause !== "object" || cause === null || cause === at) break;
    at = cause as Raised;
  }
  // KafkaJSAggregateError keeps what went wrong, one for each topic, beside itself.
  const parts = (at as { readonly errors?: readonly Raised[] } | null)?.errors;
  return parts?.[0] ?? at ?? {};
}

/** The one part of OpenSSL's own line that is for people: `80…:error:0A000412:SSL routines:read:REASON:file.c:1601:…`. */
function openSslReason(text: string): string {
  return /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):/.exec(text)?.[1] ?? text;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** `promise`, its rejection made a KafkaError. */
export async function orClassified<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw classify(error);
  }
}
