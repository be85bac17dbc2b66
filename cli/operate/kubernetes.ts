import { type Deployment, type Port, STOP_SECONDS, takesLowPort } from "./deployment.ts";

/** How often it is asked how it does. */
const PROBE_SECONDS = 10;

/** How long it may take until it is ready, before it is started again: a state of millions of keys takes a minute. */
const STARTUP_SECONDS = 600;

/** Manifests for Kubernetes, as one list in JSON: a set of processes with a volume each, and a service. */
export function manifests({ name, source, variables, ports, metrics, copies }: Deployment): string {
  const labels = { "app.kubernetes.io/name": name };
  const probe = (path: string) => ({ httpGet: { path, port: "metrics" }, periodSeconds: PROBE_SECONDS });
  const all = [{ name: "metrics", number: metrics, protocol: "TCP" }, ...ports.map(named)];
  const container = {
    name,
    image: `${name}:latest`,
    ports: all.map(({ number, ...port }) => ({ ...port, containerPort: number })),
    env: variables.map((variable) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name, key: variable } },
    })),
    // State is restored before it is ready: the others wait until then.
    startupProbe: { ...probe("/readyz"), failureThreshold: STARTUP_SECONDS / PROBE_SECONDS },
    readinessProbe: probe("/readyz"),
    // Not /healthz: a restart does not bring a sink back that is out of reach.
    livenessProbe: { ...probe("/livez"), failureThreshold: 6 },
    volumeMounts: [{ name: "data", mountPath: "/data" }],
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  };
  const set = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, labels, annotations: { "sluice/source": source } },
    spec: {
      replicas: copies,
      serviceName: name,
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          annotations: { "prometheus.io/scrape": "true", "prometheus.io/port": String(metrics) },
        },
        spec: {
          terminationGracePeriodSeconds: STOP_SECONDS,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            fsGroup: 1000,
            ...(takesLowPort({ ports })
              ? { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] }
              : {}),
          },
          containers: [container],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
        },
      ],
    },
  };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, labels },
    spec: {
      clusterIP: "None",
      selector: labels,
      ports: all.map(({ number, ...port }) => ({ ...port, port: number })),
    },
  };
  return `${JSON.stringify({ apiVersion: "v1", kind: "List", items: [service, set] }, null, 2)}\n`;
}

function named({ number, protocol }: Port) {
  return { name: `${protocol}-${number}`, number, protocol: protocol.toUpperCase() };
}
