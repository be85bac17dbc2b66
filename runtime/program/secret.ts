import { StartError } from "./start-error.ts";

/** A value that is never shown: printing, logging or encoding it gives its name instead. */
export class Secret {
  readonly name: string;
  readonly #place: string;
  /** Private in earnest: neither printing nor enumerating the object shows it. */
  readonly #read: () => string | null;

  constructor(name: string, place: string, read: () => string | null) {
    this.name = name;
    this.#place = place;
    this.#read = read;
  }

  /** The value itself, for the connector that sends it on. Throws when there is none. */
  reveal(): string {
    const value = this.#read();
    if (value !== null) return value;
    throw new StartError(this.#place, `secret ${this.name} has no value; set its environment variable`);
  }

  toString(): string {
    return `[secret ${this.name}]`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A secret that `read` gives when it is needed first; a program that does not use it needs no value. */
export function secret(name: string, place: string, read: () => string | null): Secret {
  return new Secret(name, place, read);
}

/** The value of an environment variable; null when it is not set. */
export function env(name: string): string | null {
  return process.env[name] ?? null;
}
