import { nameFor, textLiteral } from "./literals.ts";

interface Declared {
  readonly name: string;
  readonly brokers: string;
  readonly topic: string;
  readonly options: Map<string, string>;
}

/** The topics of a file, each once. */
export class Topics {
  readonly #taken: Set<string>;
  readonly #declared: Declared[] = [];

  /** `taken`: names at the top of the file. */
  constructor(taken: Set<string>) {
    this.#taken = taken;
  }

  /** Its name, for a topic of these brokers (both as code). */
  use(brokers: string, topic: string, wanted: string, options: ReadonlyMap<string, string>): string {
    const known = this.#declared.find((one) => one.brokers === brokers && one.topic === topic);
    if (known !== undefined) {
      for (const [name, code] of options) known.options.set(name, code);
      return known.name;
    }
    const name = nameFor(wanted, this.#taken);
    this.#declared.push({ name, brokers, topic, options: new Map(options) });
    return name;
  }

  lines(): string[] {
    return this.#declared.map(({ name, brokers, topic, options }) => {
      const all = [`brokers: ${brokers}`, ...(topic === textLiteral(name) ? [] : [`topic: ${topic}`])];
      const rest = [...options].map(([option, code]) => `${option}: ${code}`);
      return `topic ${name}: string = kafka(${[...all, ...rest].join(", ")})`;
    });
  }
}
