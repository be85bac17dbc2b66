import { type Deployment, METRICS_PORT } from "./deployment.ts";

/** A Dockerfile that stands beside the built program. */
export function dockerfile({ file, source, variables, ports }: Deployment): string {
  const secrets = variables.length === 0 ? [] : [`# Give it ${variables.join(", ")} with --env or --env-file.`];
  return `${[
    `# Sluice: ${source}`,
    "FROM node:22-slim",
    "WORKDIR /app",
    `COPY ${file} ${file}.map ./`,
    "RUN mkdir /data && chown node:node /data && chmod 700 /data",
    "USER node",
    "VOLUME /data",
    ...[...ports, METRICS_PORT].map((port) => `EXPOSE ${port}`),
    ...secrets,
    "STOPSIGNAL SIGTERM",
    `HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:${METRICS_PORT}/healthz').then(a => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]`,
    `ENTRYPOINT ["node", "${file}", "--data-dir", "/data", "--metrics", "0.0.0.0:${METRICS_PORT}", "--log", "json"]`,
  ].join("\n")}\n`;
}
