import type { Replacement } from "../program/bundle.ts";

/**
 * Modules of the standard library that reach other machines by client libraries. In their place a simulated program has
 * models behind the same ports, which the machine lends it (`machine/modules.ts`).
 */
export const models: readonly Replacement[] = [
  {
    path: /[\\/]stdlib[\\/]kafka[\\/]kafkajs[\\/]connect\.[jt]s$/,
    contents: (extension) =>
      [
        "import { connect } from 'sluice-machine:kafka';",
        `import { KafkaError } from '../port.${extension}';`,
        "export const connectKafka = () => connect(KafkaError);",
      ].join("\n"),
  },
  {
    path: /[\\/]stdlib[\\/]hdfs[\\/]web[\\/]exchange\.[jt]s$/,
    contents: () =>
      [
        "import { send } from 'sluice-machine:hdfs';",
        "export class NotConnectedError extends Error {}",
        "export const exchange = (request) => send(request, NotConnectedError);",
      ].join("\n"),
  },
  {
    path: /[\\/]stdlib[\\/]hdfs[\\/]web[\\/]client\.[jt]s$/,
    contents: () => "export { webhdfs } from 'sluice-machine:hdfs';",
  },
];
