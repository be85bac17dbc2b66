import { quit } from "./quit.ts";
import { StartError } from "./start-error.ts";

/**
 * Names of the environment variables that a secret or param asks for while it is read; null while none is. Module state, as is
 * `isStarted`: an expression of the program calls `env`, and secrets may be revealed long before `run` is called.
 */
let asked: string[] | null = null;

/** Before that nobody is there to catch what a secret without a value throws. */
let isStarted = false;

/** From now on a program's start reports what is missing. */
export function letSecretsThrow(): void {
  isStarted = true;
}

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

  /**
   * The value itself, for the connector that sends it on. Throws a StartError when there is none; ends the process with
   * that message when the program's parts are still being made.
   */
  reveal(): string {
    const { value, variables } = withVariables(this.#read);
    if (value !== null) return value;
    const named =
      variables.length === 0 ? "its environment variable" : variables.map((name) => `$${name}`).join(" or ");
    const message = `secret ${this.name} has no value; set ${named}`;
    if (!isStarted) return quit(`${this.#place}: ${message}`, 1);
    throw new StartError(this.#place, message);
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

/** What `read` gives, and the names of the environment variables that it asks for. */
export function withVariables<T>(read: () => T): { readonly value: T; readonly variables: readonly string[] } {
  const outer = asked;
  const variables: string[] = [];
  asked = variables;
  try {
    return { value: read(), variables };
  } finally {
    asked = outer;
  }
}

/** The value of an environment variable; null when it is not set. */
export function env(name: string): string | null {
  asked?.push(name);
  return process.env[name] ?? null;
}
