import { type Deployment, STOP_SECONDS, takesLowPort } from "./deployment.ts";

/** A unit for systemd: the program below /opt, what it keeps below /var/lib, as a user of its own. */
export function systemdUnit({ name, file, source, variables, ports, metrics }: Deployment): string {
  const environment =
    variables.length === 0
      ? []
      : [
          `# Has ${variables.map((one) => `${one}=…`).join(", ")}; readable for root alone.`,
          `EnvironmentFile=/etc/${name}.env`,
        ];
  return `${[
    "[Unit]",
    `Description=Sluice: ${plain(source)}`,
    "Wants=network-online.target",
    "After=network-online.target",
    "",
    "[Service]",
    `ExecStart=/usr/bin/node ${word(`/opt/${name}/${file}`)} --data-dir /var/lib/${name} --metrics ${metrics} --log json`,
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
    ...(takesLowPort({ ports }) ? ["AmbientCapabilities=CAP_NET_BIND_SERVICE"] : []),
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ].join("\n")}\n`;
}

/** A text in which systemd finds nothing to replace. */
function plain(text: string): string {
  return text.replaceAll("%", "%%");
}

/** A word of a command, in quotes where it has to be. */
function word(text: string): string {
  const found = plain(text).replaceAll("$", "$$$$");
  return /^[\w./%$@+-]+$/.test(found) ? found : JSON.stringify(found);
}
