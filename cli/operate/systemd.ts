import { type Deployment, METRICS_PORT, STOP_SECONDS } from "./deployment.ts";

/** A unit for systemd: the program below /opt, what it keeps below /var/lib, as a user of its own. */
export function systemdUnit({ name, file, source, variables }: Deployment): string {
  const environment =
    variables.length === 0
      ? []
      : [
          `# Has ${variables.map((one) => `${one}=…`).join(", ")}; readable for root alone.`,
          `EnvironmentFile=/etc/${name}.env`,
        ];
  return `${[
    "[Unit]",
    `Description=Sluice: ${source}`,
    "Wants=network-online.target",
    "After=network-online.target",
    "",
    "[Service]",
    `ExecStart=/usr/bin/node /opt/${name}/${file} --data-dir /var/lib/${name} --metrics ${METRICS_PORT} --log json`,
    ...environment,
    "DynamicUser=yes",
    `StateDirectory=${name}`,
    "StateDirectoryMode=0700",
    `WorkingDirectory=/var/lib/${name}`,
    "Restart=on-failure",
    "RestartSec=5",
    "# A wrong command line and damaged data are not mended by another start.",
    "RestartPreventExitStatus=2 3 4",
    `TimeoutStopSec=${STOP_SECONDS}`,
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ].join("\n")}\n`;
}
