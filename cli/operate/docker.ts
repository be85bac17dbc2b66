import type { Deployment } from "./deployment.ts";

/** A Dockerfile that stands beside the built program. */
export function dockerfile({ file, source, variables, ports, metrics }: Deployment): string {
  const secrets = variables.length === 0 ? [] : [`# Give it ${variables.join(", ")} with --env or --env-file.`];
  const words = ["node", file, "--data-dir", "/data", "--metrics", `0.0.0.0:${metrics}`, "--log", "json"];
  return `${[
    `# Sluice: ${source}`,
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
