import type { Random } from "../../../../cli/sim/machine/random.ts";

/** A topic of the program. */
export interface Topic {
  readonly name: string;
  /** Whether what is done again can be told from what is new there. */
  readonly knowsBatches: boolean;
}

/** A program while it is written: what it declares so far, and what of that can be read. */
export class Writer {
  readonly random: Random;
  /** Topics with lines, for those parts to read that come later: so no line goes in a circle. */
  readonly topics: Topic[] = [];
  readonly #topics: string[] = [];
  readonly #parts: string[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(random: Random) {
    this.random = random;
  }

  /** `word` with a number that no other has. */
  name(word: string): string {
    return `${word}${this.count(word)}`;
  }

  /** How often `word` was asked for, this time included. */
  count(word: string): number {
    const number = (this.#numbers.get(word) ?? 0) + 1;
    this.#numbers.set(word, number);
    return number;
  }

  /** Declares an agent or stream. */
  declare(head: string, lines: readonly string[]): void {
    this.#parts.push(`${head} {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`);
  }

  /** Declares a topic, which nobody writes to or reads yet; one of the program itself, or in Kafka. */
  topic(kind: "own" | "kafka", knowsBatches = kind === "own" && this.random.chance(0.9)): Topic {
    const name = this.name("topic");
    const partitions = `partitions: ${this.random.between(1, 3)}`;
    const options =
      kind === "kafka"
        ? ['brokers: "broker:9092"', partitions]
        : [
            partitions,
            ...this.sometimes("key: line => line"),
            ...this.sometimes("segmentBytes: 4KiB"),
            ...this.sometimes("commitInterval: 1s"),
            ...(knowsBatches ? [] : ["fsync: false"]),
          ];
    this.#topics.push(`topic ${name}: string = ${kind === "kafka" ? "kafka" : "embedded"}(${options.join(", ")})\n`);
    return { name, knowsBatches };
  }

  /** `option` in some of the cases. */
  sometimes(option: string): readonly string[] {
    return this.random.chance(0.3) ? [option] : [];
  }

  text(): string {
    return [this.#topics.join(""), ...this.#parts].filter((part) => part !== "").join("\n");
  }
}
