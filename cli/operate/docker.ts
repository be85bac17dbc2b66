import type { Deployment } from "./deployment.ts";

/** A Dockerfile that stands beside the built program. */
export function dockerfile({ file, source, variables, ports, local, metrics }: Deployment): string {
  const secrets = variables.length === 0 ? [] : [`# Give it ${variables.join(", ")} with --env or --env-file.`];
  const unreached = local.map(
    (id) => `# ${id} listens in the container alone: with \`bind: "0.0.0.0"\` others reach it.`,
  );
  const words = ["node", file, "--data-dir", "/data", "--metrics", `0.0.0.0:${metrics}`, "--log", "json"];
  return `${[
    `# Sluice: ${source}`,
    "# A container that is killed leaves /data locked under its host name: give it one with --hostname, and never run two of",
    "# the same name on one volume.",
    ...unreached,
    "FROM node:22-slim",
    "WORKDIR /app",
    `COPY ${JSON.stringify([file, `${file}.map`, "./"])}`,
    "RUN mkdir /data && chown node:node /data && chmod 700 /data",
    "USER node",
    "VOLUME /data",
    ...ports.map(({ number, protocol }) => `EXPOSE ${number}${protocol === "udp" ? "/udp" : ""}`),
    `EXPOSE ${metrics}`,
    ...secrets,
    "STOPSIGNAL SIGTERM",
    `HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:${metrics}/healthz').then(a => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]`,
    `ENTRYPOINT ${JSON.stringify(words)}`,
  ].join("\n")}\n`;
}
